import type { ProgramConfig } from "../../config/program-config";
import { settingsChecksum } from "../workload/checksum";
import type { Region, Topology } from "../../config/topology";
import { regionHost } from "../../routing/hosts";
import { meshNamespaces } from "../region-base/namespaces";
import type { ChartValue } from "./chart";
import { discoveryPeers } from "./discovery";
import { MESH_ID } from "./names";

type Values = Readonly<Record<string, ChartValue>>;
type MeshConfig = Pick<ProgramConfig, "topology" | "region" | "istio" | "meshCa">;

const restricted = { type: "RuntimeDefault" } as const;

/** For whoever makes definitions and the webhook that checks Istio's objects. */
export const baseValues: Values = {
  // The reader of the chart may list every Secret; ours is in remote-reader.ts.
  global: { istioNamespace: meshNamespaces.istio, enableReaderRBAC: false },
};

/** For what sets up the network of pods on each node, so that no pod has to. */
export const cniValues = ({ istio }: MeshConfig): Values => ({
  global: { hub: istio.hub, tag: istio.version },
  seccompProfile: restricted,
  resources: { requests: { cpu: "100m", memory: "100Mi" }, limits: { memory: "512Mi" } },
});

/** For istiod: who the region is in the mesh, whom it believes, and what its proxies are told. */
export function istiodValues(config: MeshConfig): Values {
  const { region, topology, istio, meshCa } = config;
  const peers = topology.regions.filter(({ name }) => name !== region.name);
  return {
    global: {
      istioNamespace: meshNamespaces.istio,
      enableReaderRBAC: false,
      hub: istio.hub,
      tag: istio.version,
      meshID: MESH_ID,
      network: region.name,
      multiCluster: { clusterName: region.name },
      proxy: { seccompProfile: restricted },
      logAsJson: true,
    },
    // Without it every pod of the mesh would need root and NET_ADMIN, which `restricted` refuses.
    cni: { enabled: true },
    env: {
      // Proxies end with the containers of a Job, also where Kubernetes is older than 1.33.
      ENABLE_NATIVE_SIDECARS: "true",
      // Readers of other regions see no Secrets, and istiod would wait for them: remote-reader.ts.
      PILOT_REMOTE_CLUSTER_TIMEOUT: "10s",
      // Keys of issuers are nowhere that only istiod's own node can reach.
      BLOCKED_CIDRS_IN_JWKS_URIS: "127.0.0.0/8,169.254.0.0/16,::1/128,fe80::/10",
    },
    seccompProfile: restricted,
    // The engine would sleep 10 s for endpoints; the Deployment is awaited, and it is they.
    serviceAnnotations: { "pulumi.com/skipAwait": "true" },
    autoscaleMin: 2,
    rollingMaxSurge: 1,
    rollingMaxUnavailable: 0,
    resources: {
      requests: { cpu: "500m", memory: "2Gi", "ephemeral-storage": "64Mi" },
      limits: { memory: "4Gi", "ephemeral-storage": "256Mi" },
    },
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: "topology.kubernetes.io/zone",
        whenUnsatisfiable: "ScheduleAnyway",
        labelSelector: { matchLabels: { app: "istiod" } },
      },
    ],
    // istiod goes on with the roots that it was started with.
    ...(meshCa && {
      podAnnotations: {
        "nephoran.io/ca-checksum": settingsChecksum({
          certificate: meshCa.certificate,
          roots: meshCa.roots,
        }),
      },
    }),
    meshConfig: {
      trustDomain: regionHost(region.name),
      trustDomainAliases: aliases(region, topology),
      ...(meshCa && {
        // Believes the identities of peers without taking them for its own.
        caCertificates: [
          { pem: meshCa.roots, trustDomains: peers.map(({ name }) => regionHost(name)) },
        ],
      }),
      enableAutoMtls: true,
      // What no object speaks of cannot be connected to, whatever the network would allow.
      outboundTrafficPolicy: { mode: "REGISTRY_ONLY" },
      accessLogEncoding: "JSON",
      defaultConfig: {
        holdApplicationUntilProxyStarts: true,
        // Hosts of the mesh have no address that a DNS server would know.
        proxyMetadata: { ISTIO_META_DNS_CAPTURE: "true" },
        proxyStatsMatcher: { inclusionRegexps: [...neededStats] },
      },
    },
  };
}

/**
 * Counters of Envoy that rules and alerts are made of, besides those that Istio keeps anyway: where
 * requests were tried again, whom they were kept from, and why connections failed.
 */
const neededStats = [
  ".*outlier_detection.*",
  ".*upstream_rq_retry.*",
  ".*upstream_cx_(active|connect_fail|connect_timeout|destroy_remote_with_active_rq).*",
  ".*membership_(healthy|degraded|excluded|total).*",
];

/**
 * Regions whose principals istiod takes for its own, since it verifies the services that it discovers
 * in other regions that way.
 */
const aliases = (region: Region, { regions }: Topology): string[] =>
  discoveryPeers(region, regions).map(({ name }) => regionHost(name));
