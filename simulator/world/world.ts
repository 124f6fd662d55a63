import { roundTrip } from "../../routing/distance";
import { firstWeights } from "../../routing/routes";
import type {
  ObservedRoutes,
  PeerReport,
} from "../../services/traffic-controller/controller/controller";
import type { Override } from "../../services/traffic-controller/decision/override";
import type { Signals } from "../../services/traffic-controller/decision/snapshot";
import type { Circumstances } from "../faults/circumstances";
import { Seeded } from "../seeded";
import { Agenda } from "./agenda";
import { ApiServer } from "./api-server";
import { Events } from "./events";
import { LocalClock } from "./local-clock";
import { type MakeController, realController, Replica } from "./replica";
import type { Surroundings } from "./surroundings";
import { Traffic } from "./traffic";
import type { Look, SentWrite, Watch } from "./watch";
import type { WorldPlan } from "./world-plan";

/** Virtual time at which every world begins, ms since 1970. */
export const BEGINNING_MS = 1_800_000_000_000;

/** Clocks are at most so much too fast or too slow: 0.1 s an hour. */
const WORST_DRIFT = 3e-5;

/** By so much, as a share, round trips are longer than the shortest as long as not all is calm. */
const UNEVEN_TRIPS = 0.2;

/** A finding of somebody who looks on. */
export interface Finding {
  /** Which of the watches has found it. */
  readonly by: number;
  readonly what: string;
}

/** All regions of a world, with what goes wrong in it, in virtual time. */
export class World implements Surroundings {
  readonly names: readonly string[];
  readonly apis: readonly ApiServer[];
  /** By region, then by replica. */
  readonly replicas: readonly (readonly Replica[])[];
  readonly agenda = new Agenda(BEGINNING_MS);
  /** Ticks of controllers so far. */
  ticks = 0;
  /** The first thing that anybody found; the world stands still then. */
  finding: Finding | undefined;
  private readonly random: Seeded;
  private readonly events: Events;
  private readonly traffic: Traffic;
  /** Round trips between regions without a queue, ms. */
  private readonly tripMs: readonly (readonly number[])[];
  private watches: readonly Watch[] = [];

  /** @param seeds what all that is random in it depends on. */
  constructor(
    readonly plan: WorldPlan,
    seeds: readonly (number | string)[],
    make: MakeController = realController,
  ) {
    const { regions } = plan.topology;
    this.random = new Seeded(...seeds, "world");
    this.names = regions.map(({ name }) => name);
    this.tripMs = regions.map((one) =>
      regions.map((other) => 1 + roundTrip(one.location, other.location)),
    );
    this.apis = this.names.map(
      (name) =>
        new ApiServer(
          this.agenda,
          new Seeded(...seeds, "api", name),
          firstWeights(plan.topology, name),
        ),
    );
    this.replicas = this.apis.map((api, entry) =>
      Array.from({ length: plan.replicas }, (_, index) =>
        this.replica(api, entry, index, make, seeds),
      ),
    );
    this.traffic = new Traffic(plan, this, this.tripMs, this.random);
    this.events = new Events(this, this.agenda, this.random, plan.faults);
    for (const replica of this.replicas.flat()) replica.start();
    this.everySecond();
  }

  /** What is wrong now. */
  get now(): Circumstances {
    return this.events.now;
  }

  get overrides(): readonly Override[] {
    return this.now.overrides;
  }

  /** Seconds since the world began. */
  get seconds(): number {
    return (this.agenda.nowMs - BEGINNING_MS) / 1_000;
  }

  /** Whether nothing changes any more. */
  get isCalm(): boolean {
    return this.seconds >= this.plan.calmFromSeconds;
  }

  /** Goes on until its end, or until somebody has found something. */
  run(watches: readonly Watch[] = []): void {
    this.watches = watches;
    const endMs = BEGINNING_MS + this.plan.seconds * 1_000;
    while (this.finding === undefined && this.agenda.nowMs < endMs && this.agenda.next());
  }

  /** The row that an entry serves, if its routes hold one. */
  rowOf(entry: number): number[] | undefined {
    const weights = this.apis[entry]?.routes.weights;
    return weights && this.names.map((name) => weights[name] ?? 0);
  }

  probe(entry: number, region: number): number | undefined {
    if (!this.answers(entry, region)) return undefined;
    const ms = this.tripMs[entry]?.[region] ?? 0;
    return this.isCalm ? ms : ms * (1 + UNEVEN_TRIPS * this.random.ratio());
  }

  answers(entry: number, region: number): boolean {
    return this.now.regions[region]?.isOut !== true && this.now.cut[entry]?.[region] !== true;
  }

  reportOf(region: number): PeerReport | undefined {
    const replicas = this.replicas[region] ?? [];
    const first = this.random.whole(0, replicas.length - 1);
    return replicas[first]?.report() ?? replicas[(first + 1) % replicas.length]?.report();
  }

  signalsOf(region: number): Signals | undefined {
    const own = this.now.regions[region];
    return own && this.traffic.signalsOf(region, own, this.agenda.nowMs);
  }

  ticked(look: Look): void {
    this.ticks++;
    for (let index = 0; index < this.watches.length; index++) {
      this.found(index, this.watches[index]?.ticked?.(look));
    }
  }

  sent(write: SentWrite): void {
    for (let index = 0; index < this.watches.length; index++) {
      this.found(index, this.watches[index]?.sent?.(write));
    }
  }

  wrote(write: SentWrite, before: ObservedRoutes): void {
    for (let index = 0; index < this.watches.length; index++) {
      this.found(index, this.watches[index]?.wrote?.(write, before));
    }
  }

  private found(by: number, what: string | undefined): void {
    if (what !== undefined) this.finding ??= { by, what };
  }

  private everySecond(): void {
    const { nowMs } = this.agenda;
    this.traffic.second(this.now.regions, this.seconds, this.isCalm, nowMs);
    for (let index = 0; index < this.watches.length; index++) {
      this.found(index, this.watches[index]?.second?.(nowMs));
    }
    this.agenda.after(1_000, () => {
      this.everySecond();
    });
  }

  private replica(
    api: ApiServer,
    entry: number,
    index: number,
    make: MakeController,
    seeds: readonly (number | string)[],
  ): Replica {
    const { topology, settings, mode, clockSkewMs } = this.plan;
    const region = this.names[entry] ?? "";
    const drift = clockSkewMs === 0 ? 0 : this.random.between(-WORST_DRIFT, WORST_DRIFT);
    return new Replica(
      entry,
      { topology, region, settings, mode, identity: `${region}-${index}` },
      new LocalClock(this.random.between(-clockSkewMs, clockSkewMs), drift),
      api,
      make,
      this,
      this.agenda,
      new Seeded(...seeds, "replica", region, index),
    );
  }
}
