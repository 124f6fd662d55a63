import type { Reason } from "../decision/reason";
import { subjectOf } from "./alert-codes";

/** What has begun and what has ended since the tick before. */
export interface AlertChanges {
  readonly begun: readonly Reason[];
  readonly ended: readonly Reason[];
}

/** How long an alert has to be gone until it is over, ms: one that flickers is one, not a hundred. */
export const OVER_AFTER_MS = 10_000;

/** Tells when alerts begin and end, whatever their numbers do meanwhile. */
export class AlertWatch {
  private readonly seen = new Map<string, { readonly reason: Reason; readonly atMs: number }>();

  observe(alerts: readonly Reason[], nowMs: number): AlertChanges {
    const begun: Reason[] = [];
    for (const reason of alerts) {
      const key = keyOf(reason);
      if (!this.seen.has(key)) begun.push(reason);
      this.seen.set(key, { reason, atMs: nowMs });
    }
    const ended: Reason[] = [];
    for (const [key, { reason, atMs }] of this.seen) {
      if (nowMs - atMs < OVER_AFTER_MS) continue;
      ended.push(reason);
      this.seen.delete(key);
    }
    return { begun, ended };
  }
}

function keyOf(reason: Reason): string {
  const entry = "entry" in reason ? reason.entry : "";
  const order = reason.code === "override-refused" ? reason.refusal.override.id : "";
  return [reason.code, subjectOf(reason) ?? "", entry, order].join(" ");
}
