import type { Measure } from "./measure";
import type { RoundKind } from "./exercise";

/** What takes part in keeping requests whole, and can be left out to see what the other does alone. */
export type Layer = "controller" | "fallback";

/** The most that each measure may be. What is not named is measured and not judged. */
export type Limits = Readonly<Partial<Record<Measure, number>>>;

/** The load, as far as limits depend on it. */
export interface LoadRate {
  /** Requests a second that may not be repeated. */
  readonly othersRate: number;
  /** Whether some are bound to a residency zone. */
  readonly hasBound: boolean;
}

/**
 * How long requests that may not be repeated may fail, s: gateways ping a connection each second and
 * wait a second for the answer; the rest is for what follows from it.
 */
const OTHERS_FAIL_SECONDS = 2.5;

/** A region that fails costs no request that may be repeated, and is soon out of the weights. */
const outage = ({ othersRate }: LoadRate): Limits => ({
  failedRepeatable: 0,
  failedOthers: Math.floor(othersRate * OTHERS_FAIL_SECONDS),
  longestWait: 4_000,
  weightWritten: 3_000,
  flaps: 1,
});

/** Who answers, though badly, fails no probe: it is judged by a window of signals. */
const badAnswers = (load: LoadRate): Limits => leftOut(outage(load), "weightWritten");

const partition = ({ hasBound }: LoadRate): Limits => ({
  failedRepeatable: 0,
  silentSides: 0,
  crossed: 0,
  ...(hasBound && { boundAbroad: 0 }),
  agreement: 60_000,
  flaps: 1,
});

const whole: Readonly<Record<RoundKind, (load: LoadRate) => Limits>> = {
  kill: outage,
  pause: outage,
  blackhole: outage,
  errors: badAnswers,
  slow: () => ({ lateP95: 5_000, flaps: 1 }),
  entry: () => ({ failedRepeatable: 0, disturbed: 0, flaps: 1 }),
  primary: outage,
  partition,
  "partition-one-way": partition,
  all: () => ({ fullService: 1_000, flaps: 1 }),
  steady: () => ({ failedRepeatable: 0, moved: 0, absence: 1_000, flaps: 0 }),
  shift: () => ({ failedRepeatable: 0, failedOthers: 0, missing: 0, still: 60_000, flaps: 0 }),
  latency: () => ({ failedRepeatable: 0, overNetwork: 5, flaps: 0 }),
};

/**
 * What a round of a mode is held to.
 *
 * @param without the layer that is left out; absent: none.
 */
export function expectedOf(mode: RoundKind, load: LoadRate, without?: Layer): Limits {
  const limits = whole[mode](load);
  switch (without) {
    case undefined:
      return limits;
    case "controller":
      // Nobody writes weights, and rows come back late.
      return leftOut(limits, "weightWritten", "agreement", "lateP95");
    case "fallback":
      // What has been sent there fails, but nothing that comes after the weight was written.
      return {
        ...leftOut(limits, "failedRepeatable", "failedOthers", "longestWait"),
        ...(limits.weightWritten !== undefined && { failedAfterWrite: 0 }),
      };
  }
}

const leftOut = (limits: Limits, ...measures: readonly Measure[]): Limits =>
  Object.fromEntries(
    Object.entries(limits).filter(([name]) => !measures.some((measure) => measure === name)),
  );
