import { z } from "zod";

/** One thing that was looked at, in words. */
export interface Finding {
  /** Name of the check, such as `replicas`. */
  readonly check: string;
  /** What was looked at, such as `range 71 of nephoran_eu`. */
  readonly subject: string;
  readonly expected: string;
  readonly found: string;
  readonly conforms: boolean;
}

/** A question to the state store, and what its answer has to be. */
export interface ResidencyCheck {
  readonly name: string;
  /** One statement that changes nothing. */
  readonly sql: string;
  /**
   * Judges the rows of the answer. There is always a finding, so that an empty answer is never taken for
   * a good one.
   *
   * @throws z.ZodError if the rows are none that the statement answers.
   */
  judge(rows: readonly unknown[]): readonly Finding[];
}

/** What a judgement says of a subject; the name of the check is added to it. */
export type Judged = Omit<Finding, "check">;

/** A check whose rows have a schema. */
export const residencyCheck = <Row extends z.ZodType>(
  name: string,
  sql: string,
  row: Row,
  judge: (rows: z.output<Row>[]) => readonly Judged[],
): ResidencyCheck => ({
  name,
  sql,
  judge: (rows) => judge(z.array(row).parse(rows)).map((judged) => ({ check: name, ...judged })),
});

/** Names in a sentence; "none" if there are none. */
export const listed = (names: readonly string[]): string =>
  names.length === 0 ? "none" : names.join(", ");

/** Whether two lists have the same members, in whatever order. */
export const sameMembers = (one: readonly string[], other: readonly string[]): boolean =>
  new Set(one).size === new Set(other).size && one.every((member) => other.includes(member));
