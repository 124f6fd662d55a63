/** What came of one check. Skipped: it could not be made from here, which says nothing. */
export interface Verdict {
  readonly result: "ok" | "not ok" | "skipped";
  /** What was found; what to do about it where it is not well; empty: another check says it. */
  readonly detail: string;
}

export const ok = (detail: string): Verdict => ({ result: "ok", detail });
export const notOk = (detail: string): Verdict => ({ result: "not ok", detail });
export const skipped = (detail: string): Verdict => ({ result: "skipped", detail });

/** All checks of one region. */
export interface RegionCheck {
  readonly region: string;
  /** Its stack has outputs of this release's version. */
  readonly outputs: Verdict;
  /** It knows every region that is deployed, as that one is now. */
  readonly wiring: Verdict;
  /** It answers the world. */
  readonly health: Verdict;
}

/** The names of the checks, in their order. */
export const checks = ["outputs", "wiring", "health"] as const;

export const isWell = (check: RegionCheck): boolean =>
  checks.every((name) => check[name].result !== "not ok");
