import type * as pulumi from "@pulumi/pulumi";
import { istioObject } from "../istio-mesh/istio-object";
import { principal, principalsOf } from "../istio-mesh/names";
import { MESH_DOMAIN } from "../../routing/hosts";
import {
  type AllowedPort,
  type AllowedRequests,
  type NetworkAllow,
  networkAllows,
  type NetworkAllowsArgs,
  type PodPeer,
} from "./network-allow";

export interface WorkloadAllowsArgs extends NetworkAllowsArgs {
  /** Region that the pods are in, and whose identities may talk to them. */
  readonly region: string;
}

/**
 * What lets the pods of the mesh that are a workload have their connections, twice: policies of the
 * network by labels; and for the mesh one by the identities of those who may come in, and an entry for
 * each network outside, without which proxies let nothing out.
 */
export function workloadAllows(
  args: WorkloadAllowsArgs,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const { workload, namespace, labels, selector } = args;
  const rules = args.allows.flatMap((allow) => authorizationRules(args.region, allow));
  return [
    ...networkAllows(args, opts),
    ...(rules.length === 0
      ? []
      : [
          istioObject(
            `${workload}-callers`,
            {
              kind: "AuthorizationPolicy",
              metadata: { name: workload, namespace, labels },
              spec: { selector: { matchLabels: { ...selector } }, action: "ALLOW", rules },
            },
            opts,
          ),
        ]),
    ...args.allows.flatMap((allow) => outside(args, allow, opts)),
  ];
}

/** Networks outside of the mesh, or names there, as something that proxies know and leave as it is. */
function outside(
  { workload, namespace, labels }: WorkloadAllowsArgs,
  { name, direction, peer, ports, hosts }: NetworkAllow,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const tcp = tcpPorts(ports).map(({ port }) => port);
  if (direction !== "egress" || !("cidrs" in peer) || tcp.length === 0) return [];
  const known =
    hosts === undefined
      ? {
          // Nobody asks for it: what counts is the address.
          hosts: [`${name}.${workload}.outside.${MESH_DOMAIN}`],
          addresses: [...peer.cidrs],
          ports: tcp.map((number) => ({ number, name: `tcp-${number}`, protocol: "TCP" })),
          resolution: "NONE",
        }
      : {
          hosts: [...hosts],
          ports: tcp.map((number) => ({ number, name: `tls-${number}`, protocol: "TLS" })),
          resolution: "DNS",
        };
  return [
    istioObject(
      `${workload}-${name}-outside`,
      {
        kind: "ServiceEntry",
        metadata: { name: `${workload}-${name}`, namespace, labels },
        spec: { ...known, location: "MESH_EXTERNAL", exportTo: ["."] },
      },
      opts,
    ),
  ];
}

const tcpPorts = (ports: readonly AllowedPort[]): AllowedPort[] =>
  ports.filter(({ protocol = "TCP" }) => protocol === "TCP");

/** A rule of an AuthorizationPolicy: one of these identities, on one of these ports, for this. */
interface AuthorizationRule {
  readonly from: readonly [{ readonly source: { readonly principals: readonly string[] } }];
  readonly to: readonly [
    { readonly operation: Partial<AllowedRequests> & { readonly ports: readonly string[] } },
  ];
}

/** The mesh carries TCP alone, and knows nobody by address. */
function authorizationRules(
  region: string,
  { direction, peer, ports, request }: NetworkAllow,
): AuthorizationRule[] {
  const tcp = tcpPorts(ports).filter(({ inMesh = true }) => inMesh);
  if (direction !== "ingress" || "cidrs" in peer || tcp.length === 0) return [];
  return [
    {
      from: [{ source: { principals: [principalsIn(region, peer)] } }],
      to: [{ operation: { ports: tcp.map(({ port }) => String(port)), ...request } }],
    },
  ];
}

/** Pods run by the identity that has the name of their workload. */
const principalsIn = (region: string, { namespace, selector }: PodPeer): string => {
  const { app } = selector;
  return app === undefined ? principalsOf(region, namespace) : principal(region, namespace, app);
};
