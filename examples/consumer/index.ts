import * as pulumi from "@pulumi/pulumi";
import {
  readRegion,
  readRegionIfDeployed,
  type RegionOutputs,
} from "nephoran-multi-region/outputs";

const config = new pulumi.Config();
const project = config.require("nephoranProject");
const needed = config.requireNumber("intentsPerMinute");
const zone = config.require("residencyZone");

/** There from the first day: if it is not deployed, this program stops and says so. */
const home = readRegion("eu-west-1", { project });

/** Each of them `undefined` until it is deployed. */
const further = config
  .requireObject<string[]>("furtherRegions")
  .map((name) => readRegionIfDeployed(name, { project }));

const regions = pulumi
  .all([home, ...further])
  .apply((all) => all.filter((region) => region !== undefined));

/** The region of the best rank that takes the intents and keeps their data where it has to stay. */
function choose(candidates: readonly RegionOutputs[]): RegionOutputs | undefined {
  return candidates
    .filter(({ residencyZone }) => zone === "any" || residencyZone === zone)
    .filter(({ capacityIntentsPerMinute }) => capacityIntentsPerMinute >= needed)
    .sort((one, other) => one.priority - other.priority)[0];
}

const chosen = regions.apply(choose);
export const region = chosen.apply((best) => best?.name ?? "none");
export const url = chosen.apply((best) => best?.endpoints.llmProcessor ?? "none");
export const deployed = regions.apply((all) => all.map(({ name }) => name).sort());
