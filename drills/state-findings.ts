import type { ControllerWord } from "../sandbox/live/observation/observed-event";
import type { DrillEvent } from "./drill-event";
import type { Moments } from "./findings";

/** What controllers took regions for. Durations in ms; what is absent was not seen. */
export interface StateFindings {
  /** From the break until a controller elsewhere called a broken region failed. */
  readonly detectedMs?: number;
  /**
   * From when it had been put right until no controller took any region for failed any more, and none
   * did so again.
   */
  readonly agreementMs?: number;
  /** Regions besides the broken ones that a controller besides theirs took for anything but healthy. */
  readonly disturbed: number;
  /** How often one controller took one region for failed, or for no more healthy, at most. */
  readonly flaps: number;
}

type State = NonNullable<ControllerWord["regions"][number]["state"]>;

/** @param broken regions that were broken or cut off. */
export function stateFindings(
  events: readonly DrillEvent[],
  broken: readonly string[],
  { breaking, mended }: Pick<Moments, "breaking" | "mended">,
): StateFindings {
  const states = new Map<string, State>();
  const failed = new Set<string>();
  const falls = new Map<string, { out: number; failed: number }>();
  const disturbed = new Set<string>();
  let detectedAt: number | undefined;
  let agreedAt: number | undefined = mended;
  for (const event of events) {
    if (event.type !== "decision") continue;
    const { entry, regions } = event.decision;
    for (const { region, state } of regions) {
      if (state === undefined) continue;
      const pair = `${entry} of ${region}`;
      const before = states.get(pair);
      states.set(pair, state);
      if (state === "failed") failed.add(pair);
      else failed.delete(pair);
      if (event.at < breaking) continue;

      const isInside = broken.includes(entry);
      if (state === "failed" && broken.includes(region) && entry !== region) {
        detectedAt ??= event.at;
      }
      if (state !== "healthy" && !isInside && !broken.includes(region)) disturbed.add(region);
      if (before !== undefined && before !== state) {
        const fall = falls.get(pair) ?? { out: 0, failed: 0 };
        falls.set(pair, fall);
        if (before === "healthy") fall.out++;
        if (state === "failed") fall.failed++;
      }
    }
    if (failed.size > 0) agreedAt = undefined;
    else agreedAt ??= Math.max(event.at, mended);
  }
  return {
    ...(detectedAt !== undefined && { detectedMs: detectedAt - breaking }),
    ...(agreedAt !== undefined && { agreementMs: agreedAt - mended }),
    disturbed: disturbed.size,
    flaps: Math.max(
      0,
      ...[...falls.values()].map(({ out, failed: fallen }) => Math.max(out, fallen)),
    ),
  };
}
