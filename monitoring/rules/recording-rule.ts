import { stringify } from "yaml";
import type { Unit } from "../metrics";

/** A series that Prometheus computes and keeps, and what readers have to know of it. */
export interface RecordingRule {
  /** Name of the series. Those that begin with `nephoran:` are aggregates that may leave a zone. */
  readonly record: string;
  /** PromQL. Nothing in, nothing out: it never makes up a 0 or a 1 for what nobody measured. */
  readonly expr: string;
  /** Labels that the result is given, whatever the expression leaves. @default none */
  readonly labels?: Readonly<Record<string, string>>;
  readonly unit: Unit;
  /** What it tells, in a sentence. */
  readonly help: string;
  /** When there is no such series, in a few words after "absent". */
  readonly absent: string;
}

/** Rules that are computed together, one after the other: a later one may use an earlier one. */
export interface RuleGroup {
  readonly name: string;
  readonly intervalSeconds: number;
  readonly rules: readonly RecordingRule[];
}

/** A file of rules as Prometheus reads it. */
export const ruleFile = (groups: readonly RuleGroup[]): string =>
  stringify(
    {
      groups: groups.map(({ name, intervalSeconds, rules }) => ({
        name,
        interval: `${intervalSeconds}s`,
        rules: rules.map(({ record, expr, labels }) => ({
          record,
          expr,
          ...(labels && { labels }),
        })),
      })),
    },
    { lineWidth: 0 },
  );
