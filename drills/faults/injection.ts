import { z } from "zod";
import { gatewaySelector } from "../../components/istio-mesh/names";
import { meshNamespaces, namespaces } from "../../components/region-base/namespaces";
import { dataPlane } from "../../components/regional-data-plane/connections";
import { liveFolder } from "../../sandbox/live/files";
import { attachNetwork } from "../../sandbox/live/network/network";
import { killRegion, restoreRegion } from "../../sandbox/live/region-death";
import { PROCESSOR_CONTROL_PORT } from "../../sandbox/live/stand-ins/llm-processor/settings";
import { sendSignal } from "../../sandbox/processes/signal";
import type { Injection } from "../injection";
import type { Mode } from "../mode";
import type { Scene } from "../scene";
import { askInside, podInNetwork } from "./ask-inside";
import { containerProcesses } from "../../sandbox/live/pods/container-processes";
import { cuts, directionsOf } from "./cuts";
import { entryDeath, type Gateway } from "./entry";
import { inOrder } from "./in-order";
import { death } from "./kill";
import { pause } from "./pause";
import { killWholeRegion, restoreWholeRegion } from "./primary";
import { errors, processorFaults, type Processors, slowness } from "./processors";
import { followPods, podProcesses, type RegionOfSandbox } from "../../sandbox/live/region-pods";

/**
 * What a mode breaks in a scene, and how it is put right.
 *
 * In `primary` the victim is the primary, which whoever sets the scene sees to.
 */
export const injection = (mode: Mode, scene: Scene): Injection => inOrder(faultOf(mode, scene));

function faultOf(mode: Mode, scene: Scene): Injection {
  const { layout, toolchain, victim, regions } = scene;
  const { directory } = layout;
  const its: RegionOfSandbox = { directory, region: victim };
  const pods = {
    kill: (region: string) => killRegion(directory, region),
    restore: (region: string) => restoreRegion(directory, region, toolchain),
  };
  switch (mode) {
    case "kill":
      return death([victim], pods);
    case "all":
      return death(regions, pods);
    case "primary":
      return death([victim], {
        kill: (region) => killWholeRegion(scene, region),
        restore: () => restoreWholeRegion(scene),
      });
    case "pause":
      return pause({ pids: () => podProcesses(its), signal: sendSignal });
    case "blackhole":
    case "partition":
    case "partition-one-way":
      return cuts(
        directionsOf(mode, scene),
        async () => (await attachNetwork(liveFolder(directory))).router,
      );
    case "errors":
      return processorFaults(errors, processorsOf(its));
    case "slow":
      return processorFaults(slowness, processorsOf(its));
    case "entry":
      return entryDeath(gatewayOf(its));
  }
}

const processorPod = z.object({
  metadata: z.object({ uid: z.string() }),
  status: z.object({
    containerStatuses: z
      .array(
        z.object({
          name: z.string(),
          containerID: z.string().default(""),
          state: z.object({ running: z.unknown() }).partial().default({}),
        }),
      )
      .default([]),
  }),
});

const CONTROL = `http://127.0.0.1:${PROCESSOR_CONTROL_PORT}/faults`;

const processorsOf = (its: RegionOfSandbox): Processors => ({
  follow: (onChange, signal) =>
    followPods(
      its,
      { namespace: namespaces.system, app: dataPlane.processor },
      {
        object: processorPod,
        onChange: (pods) => {
          onChange(
            pods.flatMap(({ metadata: { uid }, status }) =>
              status.containerStatuses
                .filter(({ name, state }) => name === dataPlane.processor && "running" in state)
                .map(({ containerID }) => ({
                  pod: podInNetwork(its.region, uid),
                  run: containerID,
                })),
            ),
          );
        },
      },
      signal,
    ),
  tell: async ({ pod }, faults) => {
    const network = await attachNetwork(liveFolder(its.directory));
    await askInside(network, pod, ["PUT", CONTROL, JSON.stringify(faults)]);
  },
});

const gatewayPod = z.object({ metadata: z.object({ uid: z.string() }) });

const gatewayOf = (its: RegionOfSandbox): Gateway => ({
  follow: (onChange, signal) =>
    followPods(
      its,
      { namespace: meshNamespaces.ingress, app: gatewaySelector.app },
      {
        object: gatewayPod,
        onChange: (pods) => {
          onChange(new Set(pods.map(({ metadata }) => metadata.uid)));
        },
      },
      signal,
    ),
  processes: containerProcesses,
  kill: (pid) => {
    sendSignal(pid, "SIGKILL");
  },
});
