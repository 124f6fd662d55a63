/**
 * Type tokens of all components, `nephoran:<folder>:<Class>`. A token is never used again for
 * something else; a rename needs an alias in the component, or its children are replaced.
 */
export const typeTokens = {
  RegionBase: "nephoran:region-base:RegionBase",
  RegionalDataPlane: "nephoran:regional-data-plane:RegionalDataPlane",
  Workload: "nephoran:workload:Workload",
} as const;
