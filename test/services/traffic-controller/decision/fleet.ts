import type { Topology } from "../../../../config/topology";
import {
  decide,
  type Decision,
  weightsOf,
} from "../../../../services/traffic-controller/decision/decide";
import type {
  RegionReport,
  Snapshot,
} from "../../../../services/traffic-controller/decision/snapshot";
import type { DecisionSettings } from "../../../../services/traffic-controller/settings";
import { type Conditions, World } from "./worlds";

/**
 * A controller in every region, each with a view of its own: what it knows of another region is some
 * seconds old, the row that the other serves included. Each applies its own row alone.
 */
export class Fleet {
  private readonly truth: World;
  private readonly seen: Snapshot[] = [];
  private readonly decisions = new Map<string, Decision>();
  private readonly names: readonly string[];

  /** @param delays seconds by which a controller's view of a region is late, by both indices. */
  constructor(
    readonly topology: Topology,
    readonly settings: DecisionSettings,
    private readonly delays: readonly (readonly number[])[],
  ) {
    this.truth = new World(topology, settings);
    this.names = topology.regions.map(({ name }) => name);
  }

  /** The rows that the entries really serve. */
  get rows(): (readonly number[])[] {
    return this.names.map((name, entry) =>
      this.names.map(
        (_, region) =>
          this.decisions.get(name)?.rows[entry]?.[region] ?? (region === entry ? 100 : 0),
      ),
    );
  }

  tick(conditions: Conditions): void {
    this.truth.nowMs += 1_000;
    const reports = this.truth.look(conditions);
    this.seen.push(
      Object.fromEntries(
        this.names.map((name): [string, RegionReport] => {
          const decision = this.decisions.get(name);
          return [
            name,
            { ...reports[name], ...(decision && { served: weightsOf(decision, name) }) },
          ];
        }),
      ),
    );
    const next = this.names.map((name, viewer) => {
      const previous = this.decisions.get(name)?.next;
      return decide({
        topology: this.topology,
        settings: this.settings,
        snapshot: this.viewOf(viewer),
        ...(previous && { previous }),
        overrides: conditions.overrides ?? [],
        nowMs: this.truth.nowMs,
      });
    });
    next.forEach((decision, index) => this.decisions.set(this.names[index] ?? "", decision));
  }

  private viewOf(viewer: number): Snapshot {
    return Object.fromEntries(
      this.names.map((name, region): [string, RegionReport] => {
        const late = region === viewer ? 0 : (this.delays[viewer]?.[region] ?? 0);
        return [name, this.seen[Math.max(0, this.seen.length - 1 - late)]?.[name] ?? {}];
      }),
    );
  }
}
