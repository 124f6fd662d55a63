import { accessChecks } from "./residency/access-checks";
import type { Finding, ResidencyCheck } from "./residency/check";
import type { ZoneExpectation } from "./residency/expectation";
import { placementChecks } from "./residency/placement-checks";
import { rangeChecks } from "./residency/range-checks";

/** The state store, as far as an audit needs it. */
export interface QueryableStore {
  /** Runs one statement that changes nothing; answers its rows by column name. */
  rows(sql: string): Promise<readonly unknown[]>;
}

/** Every question about a residency zone, with what the answer has to be. */
export const residencyChecks = (zone: ZoneExpectation): ResidencyCheck[] => [
  ...placementChecks(zone),
  ...rangeChecks(zone),
  ...accessChecks(zone),
];

/**
 * Asks all of it, one question after the other.
 *
 * @throws AuditError at the first question that cannot be asked, or whose answer cannot be read: what
 * was not looked at is not called good.
 */
export async function audit(
  checks: readonly ResidencyCheck[],
  store: QueryableStore,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const check of checks) {
    try {
      findings.push(...check.judge(await store.rows(check.sql)));
    } catch (error) {
      throw new AuditError(check.name, error);
    }
  }
  return findings;
}

/** An audit that could not be finished. */
export class AuditError extends Error {
  override readonly name = "AuditError";

  constructor(check: string, cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause);
    super(`The check "${check}" could not be made, so nothing is said: ${why}`, { cause });
  }
}
