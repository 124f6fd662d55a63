/**
 * Type tokens of all components, `nephoran:<folder>:<Class>`. A token is never used again for
 * something else; a rename needs an alias in the component, or its children are replaced.
 */
export const typeTokens = {
  Edge: "nephoran:regional-data-plane:Edge",
  IstioMesh: "nephoran:istio-mesh:IstioMesh",
  MlTraining: "nephoran:regional-data-plane:MlTraining",
  RegionBase: "nephoran:region-base:RegionBase",
  RegionalDataPlane: "nephoran:regional-data-plane:RegionalDataPlane",
  RegionalSecrets: "nephoran:regional-secrets:RegionalSecrets",
  Traffic: "nephoran:traffic:Traffic",
  Weaviate: "nephoran:regional-data-plane:Weaviate",
  WeaviateBackups: "nephoran:regional-data-plane:WeaviateBackups",
  Workload: "nephoran:workload:Workload",
} as const;
