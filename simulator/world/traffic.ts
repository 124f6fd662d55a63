import type { Signals } from "../../services/traffic-controller/decision/snapshot";
import type { RegionCircumstances } from "../faults/circumstances";
import type { Seeded } from "../seeded";
import { demandAt, distribute } from "./demand";
import { Prometheus } from "./prometheus";
import { RegionLoad } from "./region-load";
import type { WorldPlan } from "./world-plan";

/** What the requests of a second depend on. */
export interface Paths {
  /** The row that an entry serves. */
  rowOf(entry: number): readonly number[] | undefined;
  /** Whether a region answers an entry. */
  answers(entry: number, region: number): boolean;
}

/** The requests of a world: where they come from, where they go, and what Prometheus sees of them. */
export class Traffic {
  private readonly proms: readonly Prometheus[];
  private readonly loads: readonly RegionLoad[];
  private readonly arrivals: number[];
  /** By entry: all regions, the nearest first. */
  private readonly nearest: readonly (readonly number[])[];

  /** @param tripMs round trips between regions. */
  constructor(
    private readonly plan: WorldPlan,
    private readonly paths: Paths,
    tripMs: readonly (readonly number[])[],
    random: Seeded,
  ) {
    const { regions } = plan.topology;
    this.nearest = tripMs.map((row) =>
      row.map((_, index) => index).sort((one, other) => (row[one] ?? 0) - (row[other] ?? 0)),
    );
    this.loads = regions.map(() => new RegionLoad());
    this.arrivals = regions.map(() => 0);
    this.proms = regions.map(
      ({ costUsdPerThousandIntents }, index) =>
        new Prometheus(
          1_000 * random.whole(1, 5),
          costUsdPerThousandIntents,
          plan.bound[index] ?? 0,
        ),
    );
  }

  signalsOf(
    region: number,
    { lie }: Pick<RegionCircumstances, "lie">,
    nowMs: number,
  ): Signals | undefined {
    return this.proms[region]?.answer(lie, nowMs);
  }

  /** One second of it. */
  second(
    circumstances: readonly RegionCircumstances[],
    seconds: number,
    isCalm: boolean,
    nowMs: number,
  ): void {
    const { plan, arrivals } = this;
    arrivals.fill(0);
    const demands = plan.demand.map(
      (demand, entry) =>
        demandAt(demand, seconds, isCalm) * (circumstances[entry]?.demandFactor ?? 1),
    );
    demands.forEach((demand, entry) => {
      distribute(
        demand,
        this.paths.rowOf(entry) ?? arrivals.map((_, region) => (region === entry ? 100 : 0)),
        this.nearest[entry] ?? [],
        (region) => this.paths.answers(entry, region),
        (region, part) => {
          arrivals[region] = (arrivals[region] ?? 0) + part;
        },
      );
    });
    plan.topology.regions.forEach(({ capacityIntentsPerMinute }, region) => {
      const own = circumstances[region];
      if (own === undefined) return;
      const bound = own.isOut ? 0 : (plan.bound[region] ?? 0);
      const capacity = capacityIntentsPerMinute * own.capacityRatio;
      const load = (arrivals[region] ?? 0) + bound;
      const service = this.loads[region]?.second(load, capacity, own.failingRatio);
      if (service === undefined) return;
      this.proms[region]?.record(service, demands[region] ?? 0, own.lie, nowMs);
    });
  }
}
