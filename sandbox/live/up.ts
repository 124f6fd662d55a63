import { join } from "node:path";
import { readProject } from "../../config/files";
import { planRegions } from "../cluster/region-plan";
import { readRegions } from "../cluster/region-state";
import { regionFiles } from "../cluster/state-files";
import { repositoryRoot } from "../layout";
import type { ToolGroup } from "../toolchain/tool";
import { chosenRegions, type Depth, type UpOptions } from "../up";
import { openBorder, openClientsBorder } from "./border/border";
import { stopLive } from "./down";
import { liveFolder } from "./files";
import { KNOWN_IMAGES } from "./images/catalog";
import { LIVE_TOOL_GROUPS, liveTools } from "./images/tools";
import { attachNetwork, openNetwork } from "./network/network";
import type { Site } from "./network/sites";
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
      await Promise.all(
        contexts.map(async (context) => {
          await openBorder({ ...border, region: context.plan, files: context.files });
          const access = await regionAccess(context);
          await startPodRunner({ directory: live, context, access, tools, signal });
        }),
      );
      report(`borders and pod runners ready in ${seconds(begin)} s`);
    },
    finish: async () => {
      const begin = Date.now();
      await Promise.all(
        contexts.map(async (context) => {
          await awaitWorkloads({
            access: await regionAccess(context),
            timeoutMs: READY_BOUND_MS,
            signal,
            lastLine: () => Promise.resolve(undefined),
          });
        }),
      );
      report(`all workloads available ${seconds(begin)} s after they were deployed`);
    },
    end: () => stopLive(directory),
  };
}

const seconds = (since: number): string => ((Date.now() - since) / 1000).toFixed(1);
