import type { Override } from "../decision/override";
import type { Reason } from "../decision/reason";

/** Codes of the reasons that somebody should look at: those of which `isAlert` is true. */
export const alertCodes = [
  "unreachable",
  "spared",
  "signals-missing",
  "overloaded",
  "link-down",
  "isolated",
  "override-refused",
] as const satisfies readonly Reason["code"][];

/** Whom a reason is about: a region, or the region whose entry it is. An order to all is about nobody. */
export function subjectOf(reason: Reason): string | undefined {
  if (reason.code === "override") return subjectOfOrder(reason.override);
  if (reason.code === "override-refused") return subjectOfOrder(reason.refusal.override);
  return "region" in reason ? reason.region : reason.entry;
}

function subjectOfOrder(override: Override): string | undefined {
  switch (override.kind) {
    case "drain":
    case "exclude":
      return override.region;
    case "pin":
      return override.entry;
    case "freeze":
      return undefined;
  }
}
