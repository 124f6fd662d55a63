import type { VersionRange } from "./version";

/**
 * What is asked for together: four regions' control planes, the Pulumi engine, a mesh whose proxies
 * really run, checks of rendered YAML, metrics and alerts, and what joins pods that really run.
 */
export const toolGroups = [
  "cluster",
  "pulumi",
  "mesh",
  "manifest-checks",
  "monitoring",
  "network",
] as const;
export type ToolGroup = (typeof toolGroups)[number];

/** What every program of the toolchain has, wherever it comes from. */
export interface Tool {
  readonly group: ToolGroup;
  /** The release that is built or installed. */
  readonly version: string;
  /** Which releases somebody else's build of it may have. */
  readonly accepts: VersionRange;
  /** Arguments that make it print its version; absent where the program cannot tell. */
  readonly versionArguments?: readonly string[];
  /** Whether `KUBEBUILDER_ASSETS` is a place to look for it. */
  readonly inKubebuilderAssets?: true;
}
