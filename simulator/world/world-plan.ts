import type { Topology } from "../../config/topology";
import type { Mode } from "../../services/traffic-controller/controller/controller";
import type { DecisionSettings } from "../../services/traffic-controller/settings";
import type { Fault } from "../faults/fault";

/** How many requests come to an entry over time, intents/min: a mean, and waves on it. */
export interface Demand {
  readonly mean: number;
  /** Height of the waves, as a share of the mean. */
  readonly swing: number;
  readonly periodSeconds: number;
}

/** All that a world is made from; the same plan and seed give the same world. */
export interface WorldPlan {
  readonly topology: Topology;
  readonly settings: DecisionSettings;
  readonly mode: Mode;
  readonly replicas: 1 | 2;
  /** By entry, in the order of the topology. */
  readonly demand: readonly Demand[];
  /** Intents/min that are bound to each region. */
  readonly bound: readonly number[];
  readonly faults: readonly Fault[];
  /** From then on nothing changes any more, s. */
  readonly calmFromSeconds: number;
  readonly seconds: number;
  /** How exact replicas' clocks are at the start: each is off by up to so much, ms. */
  readonly clockSkewMs: number;
}
