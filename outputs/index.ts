/** What other teams import, as `nephoran-multi-region/outputs`. */
export {
  parseRegionOutputs,
  readRegion,
  readRegionIfDeployed,
  type ReadRegionOptions,
  readRegionSecrets,
} from "./reader";
export { OUTPUTS_VERSION, type RegionOutputs, type RegionSecrets } from "./schema";
