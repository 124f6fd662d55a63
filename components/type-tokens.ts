/**
 * Type tokens of all components, `nephoran:<folder>:<Class>`. A token is never used again for
 * something else; a rename needs an alias in the component, or its children are replaced.
 */
export const typeTokens = {
  CockroachDb: "nephoran:cockroachdb:CockroachDb",
  Alertmanager: "nephoran:global-control-plane:Alertmanager",
  Edge: "nephoran:regional-data-plane:Edge",
  GlobalControlPlane: "nephoran:global-control-plane:GlobalControlPlane",
  Grafana: "nephoran:global-control-plane:Grafana",
  IstioMesh: "nephoran:istio-mesh:IstioMesh",
  MlTraining: "nephoran:regional-data-plane:MlTraining",
  Monitoring: "nephoran:monitoring:Monitoring",
  RegionBase: "nephoran:region-base:RegionBase",
  RegionalDataPlane: "nephoran:regional-data-plane:RegionalDataPlane",
  RegionalSecrets: "nephoran:regional-secrets:RegionalSecrets",
  StateSynchronizer: "nephoran:state-synchronizer:StateSynchronizer",
  Traffic: "nephoran:traffic:Traffic",
  TrafficController: "nephoran:traffic:TrafficController",
  Weaviate: "nephoran:regional-data-plane:Weaviate",
  WeaviateBackups: "nephoran:regional-data-plane:WeaviateBackups",
  Workload: "nephoran:workload:Workload",
} as const;
