import type * as pulumi from "@pulumi/pulumi";
import type { ProgramConfig } from "../../config/program-config";
import { controlPlaneRegions } from "../../config/derived";
import type { Region, Topology } from "../../config/topology";
import { publicRegionHost } from "../../routing/hosts";
import { HEALTH_PATH } from "../../routing/routes";
import { nodeHost, podNames } from "../cockroachdb/names";
import { istioObject } from "../istio-mesh/istio-object";
import { gatewayPorts, gatewayPrincipal, gatewaySelector, principal } from "../istio-mesh/names";
import { regionLabels } from "../labels";
import { monitoring } from "../monitoring/names";
import { writePath } from "../monitoring/remote-write-routes";
import { meshNamespaces, namespaces } from "../region-base/namespaces";
import { dataPlane } from "../regional-data-plane/connections";
import { signalsPath } from "../../services/traffic-controller/signals/place";
import { signalsHosts, TRAFFIC_CONTROLLER } from "./controller/names";
import { jwtRules } from "./tokens";

/** A rule of an AuthorizationPolicy. */
interface Rule {
  readonly from?: readonly { readonly source: Readonly<Record<string, readonly string[]>> }[];
  readonly to: readonly [{ readonly operation: Operation }];
  readonly when?: readonly { readonly key: string; readonly values: readonly string[] }[];
}

interface Operation {
  readonly ports: readonly string[];
  readonly hosts?: readonly string[];
  readonly methods?: readonly string[];
  readonly paths?: readonly string[];
}

type AdmissionsConfig = Pick<ProgramConfig, "topology" | "region" | "cockroachdb">;

/** Who may come in by which port of the gateway. Nobody else may: its namespace denies by default. */
export function admissions(
  name: string,
  { topology, region, cockroachdb }: AdmissionsConfig,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const all = {
    ...rules(topology, region),
    ...(cockroachdb.mode === "install" && nodesOfRegions(region)),
  };
  return Object.entries(all).map(([admitted, list]) =>
    istioObject(
      `${name}-admit-${admitted}`,
      {
        kind: "AuthorizationPolicy",
        metadata: {
          name: `admit-${admitted}`,
          namespace: meshNamespaces.ingress,
          labels: regionLabels(region),
        },
        spec: {
          selector: { matchLabels: { ...gatewaySelector } },
          action: "ALLOW",
          rules: list,
        },
      },
      opts,
    ),
  );
}

function rules(topology: Topology, region: Region): Record<string, readonly Rule[]> {
  const at = (port: number): Operation => ({ ports: [String(port)] });
  const host = publicRegionHost(region.name, topology);
  return {
    // It only redirects, and the redirect comes after this.
    unencrypted: [{ to: [{ operation: at(gatewayPorts.http) }] }],
    users: [
      {
        from: [
          {
            source: { requestPrincipals: jwtRules(topology).map(({ issuer }) => `${issuer}/*`) },
          },
        ],
        to: [{ operation: at(gatewayPorts.https) }],
      },
    ],
    "health-checks": [
      {
        to: [
          {
            operation: {
              ...at(gatewayPorts.https),
              hosts: [host, `${host}:*`],
              methods: ["GET"],
              paths: [HEALTH_PATH],
            },
          },
        ],
      },
    ],
    peers: [
      {
        from: [
          {
            source: { principals: topology.regions.map(({ name }) => gatewayPrincipal(name)) },
          },
        ],
        to: [{ operation: at(gatewayPorts.peers) }],
      },
    ],
    "internal-callers": [
      {
        from: [
          {
            source: { principals: [principal(region.name, namespaces.system, dataPlane.front)] },
          },
        ],
        to: [{ operation: at(gatewayPorts.internal) }],
      },
    ],
    signals: [
      {
        from: [
          {
            source: { principals: [principal(region.name, namespaces.global, TRAFFIC_CONTROLLER)] },
          },
        ],
        to: [
          {
            operation: {
              ...at(gatewayPorts.internal),
              hosts: signalsHosts.flatMap((host) => [host, `${host}:*`]),
              methods: ["GET"],
              paths: topology.regions.map(({ name }) => signalsPath(name)),
            },
          },
        ],
      },
    ],
    metrics: [
      {
        from: [
          {
            source: {
              principals: [principal(region.name, namespaces.global, monitoring.prometheus)],
            },
          },
        ],
        to: [
          {
            operation: {
              ...at(gatewayPorts.internal),
              methods: ["POST"],
              paths: controlPlaneRegions(topology).map(({ name }) => writePath(name)),
            },
          },
        ],
      },
    ],
  };
}

/**
 * Who asks for a node of the region's state store by name. The gateway sees no more of them: nodes know
 * each other by certificates.
 */
const nodesOfRegions = ({ name }: Region): Record<string, readonly Rule[]> => ({
  "nodes-of-regions": [
    {
      to: [{ operation: { ports: [String(gatewayPorts.cockroachdb)] } }],
      when: [{ key: "connection.sni", values: podNames.map((pod) => nodeHost(name, pod)) }],
    },
  ],
});
