import type { Capture } from "../capture";
import { compareManifests, type Manifest } from "../manifest";
import { type RegionManifests, regionManifests } from "../write";
import { type Chart, type ChartFolders, chartsOf, located } from "./chart";
import { type Helm, helmTemplate } from "./helm";
import { chartObjects } from "./output";

export interface ChartOptions extends ChartFolders {
  readonly helm: Helm;
}

/**
 * A captured region's objects together with those that its charts give.
 *
 * @throws OperatorError if helm does not render one of the charts.
 */
export async function regionManifestsWithCharts(
  capture: Capture,
  options: ChartOptions,
): Promise<RegionManifests> {
  const { region, manifests } = regionManifests(capture);
  const ofCharts = await chartManifests(capture, options);
  return { region, manifests: [...manifests, ...ofCharts].sort(compareManifests) };
}

/**
 * What a captured region's charts give.
 *
 * @throws OperatorError if helm does not render one of the charts.
 */
export async function chartManifests(
  { resources }: Pick<Capture, "resources">,
  options: ChartOptions,
): Promise<Manifest[]> {
  const ofCharts = await Promise.all(
    chartsOf(resources).map(async (chart) => render(chart, options)),
  );
  return ofCharts.flat();
}

async function render(chart: Chart, { helm, ...folders }: ChartOptions): Promise<Manifest[]> {
  const source = located(chart, folders);
  return chartObjects(await helmTemplate(helm, source), `Chart ${source.chart}`);
}
