import type { Weights } from "../../../routing/routes";
import type { Decision, RegionState } from "../decision/decide";
import type { Override } from "../decision/override";
import type { Probe, Signals } from "../decision/snapshot";
import type { Observations } from "./observations";
import type { ObservedRoutes } from "./observed-routes";
import type { RouteWrites, WritesStatus } from "./writes";

/** Active controllers write; one in shadow mode decides and compares, but writes nothing. */
export type Mode = "active" | "shadow";

/** What a controller knows and does; ages and times left are of the moment `atMs`. */
export interface ControllerStatus {
  readonly atMs: number;
  readonly region: string;
  readonly identity: string;
  readonly mode: Mode;
  readonly leader: {
    /** Whether this replica leads. */
    readonly isSelf: boolean;
    /** Whom the lease names; left out where none is known. */
    readonly holder?: string;
  };
  /** Time during which a controller that has just started shifts nothing without need, ms; 0 after it. */
  readonly warmUpLeftMs: number;
  /** In the order of the topology. */
  readonly regions: readonly RegionStatus[];
  /** Left out before they were read. */
  readonly overrides?: readonly Override[];
  /** Since they were observed last, ms. */
  readonly overridesAgeMs?: number;
  /** Left out before they were read, and while they cannot be. */
  readonly routes?: ObservedRoutes & { readonly ageMs: number };
  /** Left out before the first tick. */
  readonly decision?: Decision;
  readonly writes: WritesStatus;
}

export interface RegionStatus {
  readonly region: string;
  /** Left out before the first tick. */
  readonly state?: RegionState;
  /** As of now: the age includes the time since they arrived. */
  readonly signals?: Signals;
  /** How this controller reaches the region. */
  readonly probe?: Probe & { readonly ageMs: number };
  /** The row that the region's entry serves by its own word. */
  readonly served?: Weights;
  /** Since its last report, ms; left out before the first, and for the own region. */
  readonly reportAgeMs?: number;
}

/** The operators' orders, and when they were observed. */
export interface ObservedOverrides {
  readonly list: readonly Override[];
  readonly atMs: number;
}

/** What a status is made of. */
export interface StatusParts {
  readonly atMs: number;
  readonly region: string;
  readonly identity: string;
  readonly mode: Mode;
  readonly isLeading: boolean;
  readonly holder: string | undefined;
  readonly warmUpLeftMs: number;
  readonly regions: readonly string[];
  readonly observations: Observations;
  readonly overrides: ObservedOverrides | undefined;
  readonly writes: RouteWrites;
  readonly decision: Decision | undefined;
}

export function statusOf(parts: StatusParts): ControllerStatus {
  const { atMs, region, identity, mode, holder, overrides, writes, decision } = parts;
  const routes = writes.routesStatus(atMs);
  return {
    atMs,
    region,
    identity,
    mode,
    leader: { isSelf: parts.isLeading, ...(holder !== undefined && { holder }) },
    warmUpLeftMs: parts.warmUpLeftMs,
    regions: parts.regions.map((_, index) => regionStatus(index, parts)),
    ...(overrides && { overrides: overrides.list, overridesAgeMs: atMs - overrides.atMs }),
    ...(routes && { routes }),
    ...(decision && { decision }),
    writes: writes.status(atMs),
  };
}

function regionStatus(
  index: number,
  { atMs, regions, observations, writes, decision }: StatusParts,
): RegionStatus {
  const region = regions[index] ?? "";
  const { signals, served } = observations.report(region, writes.weights, atMs);
  const state = decision?.states[index];
  const probe = observations.probeOf(region);
  const reportedAtMs = observations.reportedAtMs(region);
  return {
    region,
    ...(state && { state }),
    ...(signals && { signals }),
    ...(probe && { probe: { ...probe.value, ageMs: atMs - probe.atMs } }),
    ...(served && { served }),
    ...(reportedAtMs !== undefined && { reportAgeMs: atMs - reportedAtMs }),
  };
}
