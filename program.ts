import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { CockroachDb } from "./components/cockroachdb/cockroachdb";
import { GlobalControlPlane } from "./components/global-control-plane/global-control-plane";
import { IstioMesh } from "./components/istio-mesh/istio-mesh";
import { MESH_ID } from "./components/istio-mesh/names";
import { Monitoring } from "./components/monitoring/monitoring";
import { namespaces } from "./components/region-base/namespaces";
import { RegionBase } from "./components/region-base/region-base";
import { RegionalDataPlane } from "./components/regional-data-plane/regional-data-plane";
import { RegionalSecrets } from "./components/regional-secrets/regional-secrets";
import { StateSynchronizer } from "./components/state-synchronizer/state-synchronizer";
import { TrafficController } from "./components/traffic/controller/traffic-controller";
import { Traffic } from "./components/traffic/traffic";
import { hasGlobalControlPlane } from "./config/derived";
import type { ProgramConfig } from "./config/program-config";
import { noPeersYet, type Peers } from "./outputs/peers";
import {
  OUTPUTS_VERSION,
  REGION_OUTPUT,
  REGION_SECRETS_OUTPUT,
  REGION_WIRING_OUTPUT,
  type RegionOutputs,
  type RegionSecrets,
  type RegionWiring,
} from "./outputs/schema";
import { certificateFacts } from "./pki/certificate-facts";
import { admissionPolicies } from "./policy/admission/policies";
import { admissionRules } from "./policy/admission/rules";
import { PEERS_PORT, publicHosts, regionHost } from "./routing/hosts";

/** Outputs of a region's stack: what all may read, and apart from it the secrets. */
export interface StackOutputs {
  readonly [REGION_OUTPUT]: pulumi.Output<RegionOutputs>;
  readonly [REGION_SECRETS_OUTPUT]: pulumi.Output<RegionSecrets>;
  readonly [REGION_WIRING_OUTPUT]: RegionWiring;
}

/** What a region's program has to know and its configuration does not say. */
export interface Surroundings {
  readonly peers: Peers;
  /** URL of the region's API server, as other regions reach it. */
  readonly apiServer: string;
  /** Whether the region has been deployed before. @default false */
  readonly wasDeployed?: boolean;
}

/**
 * The whole of one region: what its role asks for, and what its stack promises to others. The
 * engine, the mocks of `render` and the tests all run this one function.
 */
export function program(
  config: ProgramConfig,
  { peers, apiServer, wasDeployed = false }: Surroundings = {
    peers: noPeersYet(config),
    apiServer: "",
  },
): StackOutputs {
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
  const admission = admissionPolicies(admissionRules, config);
  const base = new RegionBase("region-base", { ...config, admission }, inCluster);
  const mesh = new IstioMesh("istio-mesh", { ...config, peers }, { ...inCluster, dependsOn: base });
  const inMesh = { ...inCluster, dependsOn: [base, mesh] };
  const dataPlane = new RegionalDataPlane("regional-data-plane", { ...config, secrets }, inMesh);
  const traffic = new Traffic("traffic", { ...config, peers }, inMesh);
  new Monitoring("monitoring", config, { ...inMesh, dependsOn: [base, mesh, traffic] });
  const stateStore = new CockroachDb(
    "cockroachdb",
    { ...config, peers, wasDeployed, secrets },
    inMesh,
  );
  new StateSynchronizer("state-synchronizer", { ...config, stateStore }, inMesh);
  new TrafficController(
    "traffic-controller",
    { ...config, stateStore },
    { ...inMesh, dependsOn: [base, mesh, traffic] },
  );

  if (hasGlobalControlPlane(region)) {
    new GlobalControlPlane("global-control-plane", { ...config, secrets }, inMesh);
  }

  return {
    [REGION_OUTPUT]: regionOutputs(config, dataPlane, {
      address: traffic.address,
      eastWestAddress: mesh.eastWestAddress,
    }),
    [REGION_SECRETS_OUTPUT]: pulumi.secret({
      schemaVersion: OUTPUTS_VERSION,
      oauth2ClientSecret: secrets.oauth2ClientSecret,
      remoteReader: mesh.remoteReader && { server: apiServer, ...mesh.remoteReader },
    }),
    [REGION_WIRING_OUTPUT]: {
      schemaVersion: OUTPUTS_VERSION,
      peers: peers.map(({ region: { name }, gatewayAddress }) => ({ name, gatewayAddress })),
    },
  };
}

function regionOutputs(
  config: ProgramConfig,
  { endpoints }: RegionalDataPlane,
  gateway: {
    readonly address: pulumi.Input<string>;
    readonly eastWestAddress: pulumi.Input<string | null>;
  },
): pulumi.Output<RegionOutputs> {
  const { region, release, limits, weaviate, oauth2, meshCa, topology } = config;
  const ca = meshCa && certificateFacts(meshCa.certificate);
  return pulumi.output({
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
    oauth2: {
      issuer: oauth2.issuer,
      audience: oauth2.audience,
      jwksUri: oauth2.jwksUri,
      jwks: oauth2.jwks,
      clientId: oauth2.clientId,
    },
    mesh: {
      id: MESH_ID,
      trustDomain: regionHost(region.name),
      network: region.name,
      caFingerprintSha256: ca?.fingerprintSha256 ?? null,
      caNotAfter: ca?.notAfter.toISOString() ?? null,
    },
    gateway: {
      ...gateway,
      peersPort: PEERS_PORT,
      hosts: publicHosts(region, topology),
    },
  });
}
