import type { Override } from "../decision/override";
import type { Reason } from "../decision/reason";

/** What a decision says of one region's state, the orders about it included. */
export const reasonsAbout = (region: string, reasons: readonly Reason[]): Reason[] =>
  reasons.filter((reason) => {
    const order = orderOf(reason);
    if (order !== undefined) return "region" in order && order.region === region;
    return "region" in reason && reason.region === region && !("entry" in reason);
  });

/** What a decision says that bears on one entry's row: all but the affairs of other entries. */
export const reasonsFor = (entry: string, reasons: readonly Reason[]): Reason[] =>
  reasons.filter((reason) => {
    const order = orderOf(reason) ?? reason;
    return !("entry" in order) || order.entry === entry;
  });

function orderOf(reason: Reason): Override | undefined {
  if (reason.code === "override") return reason.override;
  return reason.code === "override-refused" ? reason.refusal.override : undefined;
}
