/** What is known about a build at one moment; seconds throughout. */
export interface Standing {
  /** What the steps that are done were expected to take. */
  readonly expectedDone: number;
  /** What they took. */
  readonly actualDone: number;
  readonly current?: {
    readonly expected: number;
    readonly elapsed: number;
    /** How much of it is done, from 0 to 1. */
    readonly fraction: number;
  };
  /** What the steps after the current one are expected to take. */
  readonly expectedAhead: number;
}

/**
 * Seconds of expected work that are believed without proof: with less than this done, the observed
 * speed says little, and the estimate would jump at every package.
 */
const PRIOR_SECONDS = 30;

/**
 * How long a build still takes, in seconds: what is expected of the rest, scaled by how the machine
 * did so far. A build that goes as expected is estimated exactly.
 */
export function remainingSeconds(standing: Standing): number {
  const { current } = standing;
  const done = standing.expectedDone + (current ? current.expected * current.fraction : 0);
  const spent = standing.actualDone + (current?.elapsed ?? 0);
  const ahead = standing.expectedAhead + (current ? current.expected * (1 - current.fraction) : 0);
  const slowness = (PRIOR_SECONDS + spent) / (PRIOR_SECONDS + done);
  return ahead * slowness;
}

/** One thing to do, with what it is expected to take from nothing. */
export interface PricedStep<Name extends string> {
  readonly name: Name;
  readonly seconds: number;
}

/**
 * Prices steps of which some are left out. A step's figure counts on what the steps before it
 * compiled; when those are left out, the first that is not has to compile it, so it takes over their
 * figures. That is at most too much.
 */
export function priceSteps<Name extends string>(
  all: readonly PricedStep<Name>[],
  wanted: readonly Name[],
): PricedStep<Name>[] {
  const priced: PricedStep<Name>[] = [];
  let leftOut = 0;
  for (const { name, seconds } of all) {
    if (!wanted.includes(name)) {
      leftOut += seconds;
      continue;
    }
    priced.push({ name, seconds: priced.length === 0 ? seconds + leftOut : seconds });
  }
  return priced;
}
