import * as k8s from "@pulumi/kubernetes";
import { namespaces } from "./components/region-base/namespaces";
import { RegionBase } from "./components/region-base/region-base";
import { RegionalDataPlane } from "./components/regional-data-plane/regional-data-plane";
import type { ProgramConfig } from "./config/program-config";
import { OUTPUTS_VERSION, REGION_OUTPUT, type RegionOutputs } from "./outputs/schema";

/**
 * The whole of one region: what its role asks for, and what its stack promises to others. The
 * engine, the mocks of `render` and the tests all run this one function.
 */
export function program(config: ProgramConfig): { [REGION_OUTPUT]: RegionOutputs } {
  const { region, release, maxConcurrentIntents } = config;

  const cluster = new k8s.Provider(region.name, {
    ...config.cluster,
    // The cluster is the region, however its kubeconfig is renewed: nothing is ever replaced for it.
    clusterIdentifier: region.name,
    // Changed settings are written in place; the pods that read them roll by their checksum. The
    // default would delete the object under pods that need it to start.
    enableConfigMapMutable: true,
    enableSecretMutable: true,
  });
  const inCluster = { providers: { kubernetes: cluster } };

  const base = new RegionBase("region-base", { region }, inCluster);
  const dataPlane = new RegionalDataPlane("regional-data-plane", config, {
    ...inCluster,
    dependsOn: base,
  });

  return {
    [REGION_OUTPUT]: {
      schemaVersion: OUTPUTS_VERSION,
      name: region.name,
      displayName: region.displayName,
      role: region.role,
      residencyZone: region.residencyZone ?? null,
      capacityIntentsPerMinute: region.capacityIntentsPerMinute,
      maxConcurrentIntents,
      version: release.version,
      namespaces: { ...namespaces },
      endpoints: { llmProcessorRegional: dataPlane.processorUrl },
    },
  };
}
