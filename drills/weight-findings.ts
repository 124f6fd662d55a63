import type { DrillEvent } from "./drill-event";
import type { Moments, Parts } from "./findings";

/** When the region's weight was written down to nothing. */
export interface WeightFindings {
  /** When the last entry elsewhere that sent anything to it had written that it sends nothing. */
  readonly writtenAt?: number;
  /** From the first failed probe until then, or from the break where none was heard of, ms. */
  readonly writtenMs?: number;
  readonly since?: "probe" | "break";
  /** By the word of any controller elsewhere. */
  readonly firstFailedProbeAt?: number;
}

/** Times in ms since 1970. Nothing is said of the weight if no other entry sent anything to the region. */
export function weightFindings(
  events: readonly DrillEvent[],
  { victim }: Pick<Parts, "victim">,
  { breaking, mending }: Pick<Moments, "breaking" | "mending">,
): WeightFindings {
  const firstFailedProbeAt = firstFailedProbe(events, victim, { breaking, mending });
  const probe = firstFailedProbeAt === undefined ? {} : { firstFailedProbeAt };
  const writtenAt = lastWrite(events, victim, { breaking, mending });
  if (writtenAt === undefined) return probe;
  const from = firstFailedProbeAt ?? breaking;
  return {
    ...probe,
    writtenAt,
    writtenMs: Math.max(0, writtenAt - from),
    since: firstFailedProbeAt === undefined ? "break" : "probe",
  };
}

type Span = Pick<Moments, "breaking" | "mending">;

/** A probe of before the break that failed belongs to something else, or to the rounding of its age. */
function firstFailedProbe(
  events: readonly DrillEvent[],
  victim: string,
  { breaking, mending }: Span,
): number | undefined {
  const failed = events.flatMap((event) => {
    if (event.type !== "decision" || event.decision.entry === victim) return [];
    if (event.at < breaking || event.at >= mending) return [];
    const { regions } = event.decision;
    const since = regions.find(({ region }) => region === victim)?.probesFailSince;
    return since === undefined ? [] : [Math.max(since, breaking)];
  });
  return failed.length === 0 ? undefined : Math.min(...failed);
}

function lastWrite(
  events: readonly DrillEvent[],
  victim: string,
  { breaking, mending }: Span,
): number | undefined {
  const shares = new Map<string, number>();
  const senders = new Set<string>();
  let writtenAt: number | undefined;
  for (const event of events) {
    if (event.type === "breaking") {
      for (const [entry, share] of shares) if (share > 0) senders.add(entry);
    }
    if (event.type !== "weights" || event.entry === victim || event.at >= mending) continue;
    shares.set(event.entry, event.weights[victim] ?? 0);
    if (event.at < breaking || writtenAt !== undefined || senders.size === 0) continue;
    if ([...senders].every((entry) => shares.get(entry) === 0)) writtenAt = event.at;
  }
  return writtenAt;
}
