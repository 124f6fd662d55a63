import { z } from "zod";
import { type Labels, REASON_ANNOTATION } from "../components/labels";
import type { Manifest } from "../render/manifest";
import { alternatives, labelSelectorSchema } from "./label-selector";
import { readObject } from "./object";
import { ANYWHERE, type Endpoint, type Peer, type Scope, selectedScopes } from "./peers";
import {
  allPorts,
  namedPort,
  portRange,
  type PortSet,
  protocols,
  union,
  wholeProtocol,
} from "./ports";
import { namespaceLabels, namespaceOf } from "./workloads";

export type Direction = "ingress" | "egress";

/** One rule: any of its peers, on any of its ports. */
export interface Rule {
  readonly peers: readonly Peer[];
  /** Ports that the rule opens at the one who is connected to. */
  portsAt(target: Endpoint): PortSet;
}

/** A NetworkPolicy with its defaults filled in. */
export interface Policy {
  /** `NAMESPACE/NAME` */
  readonly name: string;
  /** The pods that it isolates; more than one where its selector lists values. */
  readonly subjects: readonly Peer[];
  /** What it lets through; a direction that it does not speak of is missing. */
  readonly rules: Readonly<Partial<Record<Direction, readonly Rule[]>>>;
  /** Why it opens anything, if that is said. */
  readonly reason?: string;
}

/**
 * The NetworkPolicies among a region's objects.
 *
 * @throws Error if one has a field that this reading does not know, or a value that the API server
 * would refuse.
 */
export function readPolicies(objects: readonly Manifest[]): Policy[] {
  const namespaces = namespaceLabels(objects);
  return objects
    .filter(({ kind }) => kind === "NetworkPolicy")
    .map((object) => readPolicy(object, namespaces));
}

/** A name, as opposed to a number, of a port. */
const portName = z.string().regex(/^(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*$/);

const portSchema = z
  .strictObject({
    protocol: z.enum(protocols).default("TCP"),
    port: z.union([z.int().min(1).max(65_535), portName]).optional(),
    endPort: z.int().max(65_535).optional(),
  })
  .refine(
    ({ port, endPort }) => endPort === undefined || (typeof port === "number" && port <= endPort),
    { error: "endPort needs a port that is a number and not above it" },
  );

const peerSchema = z.union([
  z.strictObject({
    ipBlock: z.strictObject({
      cidr: z.union([z.cidrv4(), z.cidrv6()]),
      except: z.array(z.union([z.cidrv4(), z.cidrv6()])).default([]),
    }),
  }),
  z
    .strictObject({
      podSelector: labelSelectorSchema.optional(),
      namespaceSelector: labelSelectorSchema.optional(),
    })
    .refine(
      ({ podSelector, namespaceSelector }) => (podSelector ?? namespaceSelector) !== undefined,
      {
        error: "a peer without any selector",
      },
    ),
]);

const ports = z.array(portSchema).default([]);
const peers = z.array(peerSchema).default([]);

/** Strict, so that a field that opens or closes something is never passed over. */
const policySchema = z.object({
  metadata: z.object({ annotations: z.record(z.string(), z.string()).default({}) }),
  spec: z.strictObject({
    podSelector: labelSelectorSchema,
    policyTypes: z.array(z.enum(["Ingress", "Egress"])).default([]),
    ingress: z.array(z.strictObject({ from: peers, ports })).default([]),
    egress: z.array(z.strictObject({ to: peers, ports })).default([]),
  }),
});

function readPolicy(object: Manifest, namespaces: ReadonlyMap<string, Labels>): Policy {
  const { metadata, spec } = readObject(object, policySchema);
  const namespace = namespaceOf(object);
  const home: Scope = { kind: "known", name: namespace, labels: namespaces.get(namespace) ?? {} };
  const rule = (to: z.output<typeof peers>, open: z.output<typeof ports>): Rule => ({
    peers: to.length === 0 ? [ANYWHERE] : to.flatMap((peer) => readPeer(peer, home, namespaces)),
    portsAt: (target) =>
      open.length === 0 ? allPorts : union(open.map((port) => portAt(port, target))),
  });

  const reason = metadata.annotations[REASON_ANNOTATION]?.trim() ?? "";
  const types = spec.policyTypes.length > 0 ? spec.policyTypes : defaultTypes(spec.egress);
  return {
    name: `${namespace}/${object.metadata.name}`,
    subjects: alternatives(spec.podSelector).map((pods) => ({ kind: "pods", scope: home, pods })),
    rules: {
      ...(types.includes("Ingress")
        ? { ingress: spec.ingress.map(({ from, ports: open }) => rule(from, open)) }
        : {}),
      ...(types.includes("Egress")
        ? { egress: spec.egress.map(({ to, ports: open }) => rule(to, open)) }
        : {}),
    },
    ...(reason === "" ? {} : { reason }),
  };
}

/** Ingress is always meant; egress only where there are rules for it. */
const defaultTypes = (egress: readonly unknown[]): ("Ingress" | "Egress")[] =>
  egress.length > 0 ? ["Ingress", "Egress"] : ["Ingress"];

function readPeer(
  peer: z.output<typeof peerSchema>,
  home: Scope,
  namespaces: ReadonlyMap<string, Labels>,
): Peer[] {
  if ("ipBlock" in peer) return [{ kind: "block", ...peer.ipBlock }];
  const { namespaceSelector, podSelector } = peer;
  const scopes =
    namespaceSelector === undefined ? [home] : selectedScopes(namespaceSelector, namespaces);
  const selected = podSelector === undefined ? [new Map()] : alternatives(podSelector);
  return scopes.flatMap((scope) => selected.map((pods): Peer => ({ kind: "pods", scope, pods })));
}

function portAt({ protocol, port, endPort }: z.output<typeof portSchema>, to: Endpoint): PortSet {
  if (port === undefined) return wholeProtocol(protocol);
  if (typeof port === "number") return portRange(protocol, port, endPort);
  if (to.kind !== "workload") return namedPort(protocol, port);
  const named = to.namedPorts.filter((own) => own.name === port && own.protocol === protocol);
  return union(named.map((own) => portRange(protocol, own.port)));
}
