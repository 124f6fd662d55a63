import type { Memory, RegionHealth } from "../decision/memory";
import type { Snapshot } from "../decision/snapshot";
import type { DecisionSettings } from "../settings";

/**
 * What a controller may do that has just started. It knows which row its entry serves, but not why: who
 * has failed, since when and how often was in the memory of the process before, and a failed region that
 * nobody asks looks well. So it
 *
 * - writes nothing until its probes have had time to tell, nor before it knows the operators' orders;
 * - only leads requests away from where they must not be, as long as a failed region would have to be
 *   well before it comes back;
 * - then lets a region that no known entry uses come back by the ramp, as if it had failed.
 *
 * A stand-by replica goes through this while another leads, so a hand-over waits for none of it.
 */
export class WarmUp {
  private sinceMs: number | undefined;

  constructor(private readonly settings: DecisionSettings) {}

  /** Starts at the first tick. */
  begin(nowMs: number): void {
    // A clock that steps back must not make it longer.
    this.sinceMs = Math.min(this.sinceMs ?? nowMs, nowMs);
  }

  /** What is left of it, ms. */
  leftMs(nowMs: number): number {
    const lastsMs = this.settings.recovery.failedHoldOffSeconds * 1_000;
    return Math.max(0, (this.sinceMs ?? nowMs) + lastsMs - nowMs);
  }

  /** Whether anything may be written. */
  allowsWrites(nowMs: number, knowsOverrides: boolean): boolean {
    const settlesMs = this.settings.staleness.probesSeconds * 1_000;
    const hasSettled = this.sinceMs !== undefined && nowMs - this.sinceMs >= settlesMs;
    return hasSettled && (knowsOverrides || this.leftMs(nowMs) === 0);
  }

  /** Until when rows stay but for what must leave; left out where nothing holds them. */
  holdsUntilMs(nowMs: number, knowsOverrides: boolean): number | undefined {
    const leftMs = this.leftMs(nowMs);
    if (leftMs > 0) return nowMs + leftMs;
    return knowsOverrides ? undefined : nowMs + ORDERS_UNKNOWN_MS;
  }
}

/** How long rows are held at a time while the operators' orders cannot be read, ms. */
const ORDERS_UNKNOWN_MS = 1_000;

/**
 * A memory in which regions that are well, but that no entry sends anything to by its own word, their own
 * entries neither, are at the beginning of their way back.
 */
export function withUnusedRamping(
  memory: Memory,
  snapshot: Snapshot,
  { recovery }: DecisionSettings,
  nowMs: number,
): Memory {
  const rows = memory.regions.map((entry) => snapshot[entry]?.served);
  const isUnused = (index: number): boolean => {
    const region = memory.regions[index] ?? "";
    return rows[index] !== undefined && rows.every((row) => (row?.[region] ?? 0) === 0);
  };
  const health = memory.health.map((one, index): RegionHealth =>
    one.judgement.state === "healthy" && isUnused(index)
      ? {
          ...one,
          judgement: { state: "recovering", sinceMs: nowMs, share: recovery.rampStartRatio },
        }
      : one,
  );
  return { ...memory, health };
}
