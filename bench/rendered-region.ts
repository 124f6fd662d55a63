import { join } from "node:path";
import { readProject } from "../config/files";
import { OperatorError } from "../config/operator-error";
import { type Capture, capture } from "../render/capture";
import { regionManifestsWithCharts } from "../render/charts/charts";
import { findHelm } from "../render/charts/helm";
import type { Manifest } from "../render/manifest";
import { type RegionManifests, writeManifests } from "../render/write";
import { repositoryRoot } from "../sandbox/layout";

/** A region's objects as files: definitions of kinds, and everything else that may be of them. */
export interface RenderedRegion {
  /** Folder with the definitions that stay when a region goes. */
  readonly definitions: string;
  readonly objects: string;
}

/** What a region's program registers, seen without an engine, and what its charts give. */
export interface CapturedRegion extends Capture {
  readonly rendered: RegionManifests;
}

/** @param charts folder with Istio's charts. */
export async function capturedRegion(region: string, charts: string): Promise<CapturedRegion> {
  const project = readProject(repositoryRoot);
  const stack = project.stacks.find((candidate) => candidate.region.name === region);
  if (stack === undefined) throw new OperatorError(`The topology has no region ${region}.`);
  const captured = await capture(project.name, stack);
  const helm = await findHelm();
  const rendered = await regionManifestsWithCharts(captured, {
    helm,
    project: repositoryRoot,
    charts,
  });
  return { ...captured, rendered };
}

/** Writes a region's objects as `npm run render -- --charts` does. */
export async function renderRegion(
  region: string,
  charts: string,
  out: string,
): Promise<RenderedRegion> {
  const { rendered } = await capturedRegion(region, charts);
  const write = (part: string, belongs: (manifest: Manifest) => boolean): string => {
    const folder = join(out, part);
    writeManifests(folder, [{ region, manifests: rendered.manifests.filter(belongs) }]);
    return join(folder, region);
  };
  return {
    definitions: write("definitions", isKept),
    objects: write("objects", (manifest) => !isKept(manifest)),
  };
}

/** Istio's charts leave their definitions behind, with which would go every object of theirs. */
const isKept = ({ kind, metadata }: Manifest): boolean =>
  kind === "CustomResourceDefinition" &&
  metadata.annotations?.["helm.sh/resource-policy"] === "keep";
