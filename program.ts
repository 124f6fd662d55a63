import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { namespaces } from "./components/region-base/namespaces";
import { RegionBase } from "./components/region-base/region-base";
import { RegionalSecrets } from "./components/regional-secrets/regional-secrets";
import { RegionalDataPlane } from "./components/regional-data-plane/regional-data-plane";
import type { ProgramConfig } from "./config/program-config";
import {
  OUTPUTS_VERSION,
  REGION_OUTPUT,
  REGION_SECRETS_OUTPUT,
  type RegionOutputs,
  type RegionSecrets,
} from "./outputs/schema";

/** Outputs of a region's stack: what all may read, and apart from it the secrets. */
export interface StackOutputs {
  readonly [REGION_OUTPUT]: RegionOutputs;
  readonly [REGION_SECRETS_OUTPUT]: pulumi.Output<RegionSecrets>;
}

/**
 * The whole of one region: what its role asks for, and what its stack promises to others. The
 * engine, the mocks of `render` and the tests all run this one function.
 */
export function program(config: ProgramConfig): StackOutputs {
  const { region } = config;

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

  // Not after the base: what makes secrets starts while the cluster is asked.
  const secrets = new RegionalSecrets("regional-secrets", config);
  const base = new RegionBase("region-base", config, inCluster);
  const dataPlane = new RegionalDataPlane(
    "regional-data-plane",
    { ...config, secrets },
    {
      ...inCluster,
      dependsOn: base,
    },
  );

  return {
    [REGION_OUTPUT]: regionOutputs(config, dataPlane),
    [REGION_SECRETS_OUTPUT]: pulumi.secret(
      secrets.oauth2ClientSecret.apply((oauth2ClientSecret): RegionSecrets => ({
        schemaVersion: OUTPUTS_VERSION,
        oauth2ClientSecret,
      })),
    ),
  };
}

function regionOutputs(config: ProgramConfig, { endpoints }: RegionalDataPlane): RegionOutputs {
  const { region, release, limits, weaviate, oauth2 } = config;
  return {
    schemaVersion: OUTPUTS_VERSION,
    name: region.name,
    displayName: region.displayName,
    role: region.role,
    priority: region.priority,
    features: region.features,
    residencyZone: region.residencyZone ?? null,
    complianceMode: config.complianceMode,
    capacityIntentsPerMinute: region.capacityIntentsPerMinute,
    limits,
    versions: { nephoran: release.version, weaviate: weaviate.version },
    namespaces: { ...namespaces },
    endpoints,
    oauth2: { issuer: oauth2.issuer, audience: oauth2.audience, clientId: oauth2.clientId },
  };
}
