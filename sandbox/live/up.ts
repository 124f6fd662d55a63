import { join } from "node:path";
import { readProject } from "../../config/files";
import { OperatorError } from "../../config/operator-error";
import type { Region, Topology } from "../../config/topology";
import { ApiClient } from "../cluster/api-client";
import { forEachBounded } from "../cluster/bounded";
import { planRegions } from "../cluster/region-plan";
import { readRegions } from "../cluster/region-state";
import { regionFiles } from "../cluster/state-files";
import { repositoryRoot } from "../layout";
import { lastLines } from "../processes/log-tail";
import type { ToolGroup } from "../toolchain/tool";
import { chosenRegions, type Depth, type UpOptions } from "../up";
import { openBorder, openClientsBorder } from "./border/border";
import { stopLive } from "./down";
import { liveFolder } from "./files";
import { KNOWN_IMAGES } from "./images/catalog";
import { LIVE_TOOL_GROUPS, liveTools } from "./images/tools";
import { assertInotify } from "./inotify";
import { attachNetwork, isNetworkOpen, openNetwork } from "./network/network";
import type { Site } from "./network/sites";
import { podFolder } from "./pods/pod-files";
import { runnerFiles } from "./pods/runner-files";
import { startPodRunner } from "./pods/start";
import { regionAccess } from "./region-access";
import { liveChanges } from "./settings";
import { tokenIssuers } from "./token-issuers";
import { awaitWorkloads } from "./wait";

/** Groups of the toolchain that the live depth needs beside those of the control-plane depth. */
export const LIVE_GROUPS = [...LIVE_TOOL_GROUPS, "network"] as const satisfies ToolGroup[];

/** Who the users are, as a place of the network. */
const CLIENTS: Site = { name: "clients", index: "clients" };

/**
 * What is deployed is there by then, and most of it works; what is left are replicas that autoscalers
 * added, and proxies that wait for what the last pass changed.
 */
const READY_BOUND_MS = 180_000;

/**
 * Prepares for pods that run: a network, and in each region what joins the API server to it, and what
 * starts pods.
 */
export async function liveDepth(options: Omit<UpOptions, "depth">): Promise<Depth> {
  const { layout, toolchain, signal, report } = options;
  const { directory } = layout;
  const live = liveFolder(directory);
  const { topology } = readProject(repositoryRoot);
  const regions = chosenRegions(options.regions);
  assertPrimary(topology, regions);
  await assertInotify(regions.length);
  const issuers = await tokenIssuers(directory, topology);
  const plans = planRegions(regions, await readRegions(directory), options.portBase);
  const contexts = plans.map((plan) => ({ plan, files: regionFiles(directory, plan.name) }));
  return {
    changes: liveChanges(
      topology,
      regions.map(({ name }) => name),
      issuers,
    ),
    images: KNOWN_IMAGES,
    prepare: async () => {
      // What ran in a network that is gone can never come back to life, and would try for ever.
      if (!(await isNetworkOpen(live))) await stopLive(directory);
      await openNetwork({
        directory: live,
        sites: [...plans.map(({ name, index }) => ({ name, index })), CLIENTS],
        binary: toolchain.path("sandbox-network"),
        signal,
      });
    },
    begin: async () => {
      const begin = Date.now();
      const tools = await liveTools(toolchain, join(live, "bundles"));
      const network = await attachNetwork(live);
      const border = {
        network,
        directory: live,
        topology,
        binaries: { coredns: toolchain.path("coredns") },
        signal,
      };
      await openClientsBorder(border);
      // Waits for all of them also when one fails, so that nothing is started after this has ended.
      await forEachBounded(contexts, contexts.length, signal, async (context, either) => {
        const { plan: region, files } = context;
        await openBorder({ ...border, region, files, signal: either });
        const access = await regionAccess(context);
        await startPodRunner({ directory: live, context, access, tools, signal: either });
      });
      report(`borders and pod runners ready in ${seconds(begin)} s`);
    },
    finish: async () => {
      const begin = Date.now();
      await Promise.all(
        contexts.map(async ({ plan, files }) => {
          await awaitWorkloads({
            region: plan.name,
            api: new ApiClient(await regionAccess({ plan, files })),
            timeoutMs: READY_BOUND_MS,
            signal,
            lastLine: ({ uid, container }) =>
              container === undefined
                ? Promise.resolve(undefined)
                : lastLine(
                    podFolder(runnerFiles(live, plan.name).pods, uid).container(container).log,
                  ),
          });
        }),
      );
      report(`all workloads available ${seconds(begin)} s after they were deployed`);
    },
    end: () => stopLive(directory),
  };
}

/**
 * The primary is the one that makes a cluster of the nodes of CockroachDB, which no region's are ready
 * without.
 */
function assertPrimary(topology: Topology, chosen: readonly Region[]): void {
  if (chosen.some(({ role }) => role === "primary")) return;
  const primary = topology.regions.find(({ role }) => role === "primary")?.name ?? "";
  throw new OperatorError(
    `At the live depth the state store really starts, and ${primary} starts it: name ${primary} among the --regions too.`,
  );
}

/** The last line of a container's log, without what the runtime says before each line. */
async function lastLine(log: string): Promise<string | undefined> {
  const [line] = await lastLines(log, 1);
  return line?.split(" ").slice(3).join(" ");
}

const seconds = (since: number): string => ((Date.now() - since) / 1000).toFixed(1);
