import type { Topology } from "../../config/topology";
import type { Invariant } from "../invariants/invariant";
import { invariants } from "../invariants/invariants";
import { Twins } from "../invariants/twins";
import { type MakeController, realController } from "../world/replica";
import type { Watch } from "../world/watch";
import { World } from "../world/world";
import type { WorldPlan } from "../world/world-plan";
import { randomPlan } from "./random-plan";

/** What was found in a world; `seconds` since it began, `tick` the how-manieth of a controller in it. */
export interface Violation {
  readonly world: number;
  readonly invariant: string;
  readonly sentence: string;
  readonly what: string;
  readonly tick: number;
  readonly seconds: number;
}

/** How a world went. */
export interface Played {
  readonly world: number;
  readonly ticks: number;
  readonly writes: number;
  readonly violation?: Violation;
}

export interface PlayOptions {
  readonly make?: MakeController;
  /** What is held against it; all invariants if left out. */
  readonly against?: readonly Invariant[];
  /** Who looks on beside the invariants. */
  readonly onlooker?: (world: World) => Watch;
}

/** Plays one world of a campaign, to its end or to the first violation. */
export const playWorld = (
  seed: number,
  world: number,
  shipped: Topology,
  options: PlayOptions = {},
): Played => playPlan(randomPlan(seed, world, shipped), [seed, world], world, options);

/** Plays a plan; the same seeds and plan give the same world. */
export function playPlan(
  plan: WorldPlan,
  seeds: readonly (number | string)[],
  index: number,
  { make = realController, against = invariants, onlooker }: PlayOptions = {},
): Played {
  const [firstRegion] = plan.topology.regions;
  const twinned: MakeController = (options) =>
    options.region === firstRegion?.name && options.identity.endsWith("-0")
      ? new Twins(make, options)
      : make(options);
  const world = new World(plan, seeds, twinned);
  let writes = 0;
  const counter: Watch = {
    wrote: () => {
      writes++;
      return undefined;
    },
  };
  world.run([
    ...against.map((invariant) => invariant.watch(world)),
    counter,
    ...(onlooker ? [onlooker(world)] : []),
  ]);
  const violation = violationOf(world, against, index);
  return { world: index, ticks: world.ticks, writes, ...(violation && { violation }) };
}

function violationOf(
  { finding, ticks, seconds }: World,
  against: readonly Invariant[],
  world: number,
): Violation | undefined {
  const broken = finding && against[finding.by];
  if (finding === undefined || broken === undefined) return undefined;
  const { id, sentence } = broken;
  return { world, invariant: id, sentence, what: finding.what, tick: ticks, seconds };
}
