import { OperatorError } from "../config/operator-error";
import { randomFrom } from "../campaigns/interrupt/random";
import { type RoundKind, roundKindNames } from "./exercise";
import { modeNames } from "./mode";

/** One failure that is to be made. */
export interface PlannedRound {
  readonly mode: RoundKind;
  /** From 1, within the mode. */
  readonly number: number;
  /** The region that fails. */
  readonly victim: string;
  /** Another one: its entry sends some of its requests to the victim. */
  readonly other: string;
  /** How much longer than at least the load runs before the failure, ms. */
  readonly moreCalmMs: number;
}

export interface DrillPlan {
  readonly modes: readonly RoundKind[];
  /** Rounds of each mode. */
  readonly count: number;
  /** What follows from chance follows from it. */
  readonly seed: number;
  readonly regions: readonly string[];
  /** The one of them that the state store begins with. */
  readonly primary: string;
}

/** How much longer the calm may be, ms: a failure comes at any moment of what goes on each second. */
const CALM_SPREAD_MS = 3_000;

/** What the list of modes may also say: every way to fail. */
export const EVERY_MODE = "every";

/**
 * Reads `kill,pause` or `every`.
 *
 * @throws OperatorError that lists the modes there are.
 */
export function parseModes(text: string): RoundKind[] {
  if (text === EVERY_MODE) return [...modeNames];
  return [...new Set(text.split(","))].map((word) => {
    const mode = roundKindNames.find((name) => name === word);
    if (mode !== undefined) return mode;
    throw new OperatorError(
      `--mode: there is no mode "${word}". Name some of ${roundKindNames.join(", ")}, or ${EVERY_MODE}.`,
    );
  });
}

/**
 * All rounds, in the order in which they are played. A round depends on the seed, its mode and its number
 * alone, so one that has failed is played again by naming these.
 *
 * @throws OperatorError if there are not two regions, or the primary is none of them.
 */
export function plannedRounds(plan: DrillPlan): PlannedRound[] {
  const { modes, count, regions, primary } = plan;
  if (new Set(regions).size < 2 || !regions.includes(primary)) {
    throw new OperatorError(
      `--regions: name ${primary}, which the state store begins with, and at least one more.`,
    );
  }
  return modes.flatMap((mode) =>
    Array.from({ length: count }, (_, index) => plannedRound(mode, index + 1, plan)),
  );
}

function plannedRound(
  mode: RoundKind,
  number: number,
  { seed, regions, primary }: DrillPlan,
): PlannedRound {
  const random = randomFrom(seed * 1_000_003 + roundKindNames.indexOf(mode) * 1_009 + number);
  const one = <Item>(items: readonly Item[]): Item => {
    const item = items[Math.floor(random() * items.length)];
    if (item === undefined) throw new RangeError("There is nothing to choose from.");
    return item;
  };
  const victim = mode === "primary" ? primary : one(regions);
  return {
    mode,
    number,
    victim,
    other: one(regions.filter((name) => name !== victim)),
    moreCalmMs: Math.floor(random() * CALM_SPREAD_MS),
  };
}
