import { readProject } from "../config/files";
import type { Topology } from "../config/topology";
import { regionsOfZone } from "../routing/hosts";
import { liveFolder } from "../sandbox/live/files";
import { attachNetwork } from "../sandbox/live/network/network";
import { roundTripMs } from "../sandbox/live/network/round-trips";
import { startLoad } from "../sandbox/live/observation/load";
import { operatorsOrder, operatorsPin } from "../sandbox/live/observation/pin";
import { regionSources } from "../sandbox/live/observation/region-sources";
import { loadSource } from "../sandbox/live/observation/sources";
import { usersLoad, zoneLoad } from "../sandbox/live/users";
import type { ProcessSpec } from "../sandbox/processes/record";
import { sandboxEnvironment } from "../sandbox/stacks/engine";
import type { DrillOptions } from "./drill";
import type { DrillEvent } from "./drill-event";
import { type Exercise, isExercise } from "./exercise";
import { shifting } from "./exercises/shift";
import { poorLinks } from "./exercises/steady";
import type { Layer, LoadRate } from "./expectations";
import { restartControllers } from "./faults/controllers";
import { injection } from "./faults/injection";
import { withoutController, withoutFallback } from "./faults/layers";
import type { Injection } from "./injection";
import type { PlannedRound } from "./plan";
import type { Scene } from "./scene";
import type { DrillLoad } from "./stage";

/** A sandbox whose pods run, and the load that it is drilled under. */
export interface SandboxStage extends Omit<Scene, "victim" | "other"> {
  /** Requests a second that are bound to nothing. */
  readonly rate: number;
  readonly without?: Layer;
}

/** Requests a second of users whose data stays in a residency zone, beside the others. */
const BOUND_RATE = 5;

/** Part of the load that may not be repeated; the load's own kinds are 50, 40 and 10. */
const OTHERS_RATIO = 0.1;

/** The load is told to end when a round is over; it does not end before, s. */
const LOAD_SECONDS = 3_600;

const LAYERS: Readonly<Record<Layer, typeof withoutController>> = {
  controller: withoutController,
  fallback: withoutFallback,
};

/** What goes on in place of a failure. */
const EXERCISES: Readonly<
  Record<
    Exercise,
    (sandbox: SandboxStage & { readonly share: (percent: number) => Promise<void> }) => Injection
  >
> = {
  steady: ({ layout, regions }) =>
    poorLinks(regions, async () => (await attachNetwork(liveFolder(layout.directory))).router),
  shift: ({ share }) => shifting(share),
  latency: () => ({ begin: () => Promise.resolve(), end: () => Promise.resolve() }),
};

/**
 * What a drill does, done to a sandbox.
 *
 * @throws OperatorError if a region does not run there.
 */
export async function sandboxStage(
  sandbox: SandboxStage,
): Promise<Pick<DrillOptions, "sources" | "stage" | "rate" | "load" | "boundTo" | "roundTrip">> {
  const { layout, toolchain, regions, rate, without } = sandbox;
  const { directory } = layout;
  const { topology } = readProject(layout.project);
  const network = await attachNetwork(liveFolder(directory));
  const order = operatorsOrder(layout, sandboxEnvironment(layout, toolchain, process.env));
  const pin = operatorsPin(order, { reason: "a drill: a share to lead away", author: "drill" });
  const zone = zoneAmong(regions, topology);
  const sceneOf = ({ victim, other }: PlannedRound): Scene => ({ ...sandbox, victim, other });
  const seconds = LOAD_SECONDS;
  const more = ["--events", "-"];
  return {
    sources: await regionSources(directory, { regions, network, topology }),
    rate,
    load: loadRate(sandbox, topology),
    roundTrip: roundTripMs,
    boundTo: zone === undefined ? [] : regionsOfZone(zone, topology).map(({ name }) => name),
    stage: {
      ...pin,
      startLoad: async (tell) => {
        const specs = [await usersLoad(layout, { rate, seconds, near: regions, more })];
        if (zone !== undefined) {
          specs.push(await zoneLoad(layout, { rate: BOUND_RATE, seconds, zone, more }));
        }
        return together(specs.map((spec) => toldLoad(spec, tell)));
      },
      fault: (round) => {
        const { mode, victim, other } = round;
        if (!isExercise(mode)) return injection(mode, sceneOf(round));
        return EXERCISES[mode]({
          ...sandbox,
          share: (percent) => pin.share(other, victim, percent),
        });
      },
      ...(without && { layer: (round) => LAYERS[without](sceneOf(round)) }),
      packets: async (ways) => {
        const record = await network.router.record();
        return Object.fromEntries(ways.map((way) => [way, record[way]?.packets ?? 0]));
      },
      forget: async () => {
        await restartControllers(sandbox);
      },
    },
  };
}

/** The load that regions are drilled under, as far as limits depend on it. */
export const loadRate = (
  { regions, rate }: Pick<SandboxStage, "regions" | "rate">,
  topology: Topology,
): LoadRate => ({
  othersRate: rate * OTHERS_RATIO,
  hasBound: zoneAmong(regions, topology) !== undefined,
});

/** A residency zone that one of these regions is in; absent if none is. */
const zoneAmong = (regions: readonly string[], topology: Topology): string | undefined =>
  topology.regions.find(
    ({ name, residencyZone }) => regions.includes(name) && residencyZone !== undefined,
  )?.residencyZone;

function toldLoad(spec: ProcessSpec, tell: (event: DrillEvent) => void): DrillLoad {
  const load = startLoad(spec);
  const listening = loadSource(load.lines)(tell, new AbortController().signal);
  return {
    ended: load.ended,
    stop: async () => {
      await load.stop();
      await listening;
    },
  };
}

const together = (loads: readonly DrillLoad[]): DrillLoad => ({
  ended: Promise.race(loads.map(({ ended }) => ended)),
  stop: async () => {
    await Promise.all(loads.map((load) => load.stop()));
  },
});
