import type { Manifest } from "../render/manifest";
import { condensed, type Connection, connections, type Way } from "./connections";
import { endpointName } from "./peers";
import { type Direction, type Policy, readPolicies } from "./policies";
import { portTexts, union } from "./ports";

/** Ends and ports of a connection; `endpointName` and `portTexts` say how they are written. */
interface Line {
  readonly from: string;
  readonly to: string;
  readonly ports: readonly string[];
  /** The policies that speak for it, `NAMESPACE/NAME`. */
  readonly policies: readonly string[];
  /** The reasons that these policies give. */
  readonly reasons: readonly string[];
}

/** A connection that is allowed. */
export type NetworkEdge = Line;

/** A connection that one end is opened for and the other, which is rendered too, is not. */
export interface HalfOpen extends Line {
  /** The direction that is open. */
  readonly open: Direction;
}

/** Who may connect to whom in a region. */
export interface NetworkGraph {
  /** Every pair that is allowed to connect. */
  readonly edges: readonly NetworkEdge[];
  /** The same without repetition: what holds for every pod of a namespace stands there once. */
  readonly summary: readonly NetworkEdge[];
  /** Forgotten counterparts. */
  readonly halfOpen: readonly HalfOpen[];
  /** Policies that open something and do not say why. */
  readonly unexplained: readonly string[];
}

/**
 * Computes what the NetworkPolicies among a region's rendered objects allow, as Kubernetes defines
 * it. The policies of an end that is not rendered are not known, so it is taken to agree. Where a
 * rule opens something to all pods of a namespace, it means nobody in particular: that is an edge
 * from or to `NAMESPACE/*`, and nothing is half open for the workloads that make no use of it.
 *
 * @throws Error if an object cannot be read, see `readPolicies` and `workloads`.
 */
export function networkGraph(objects: readonly Manifest[]): NetworkGraph {
  const policies = readPolicies(objects);
  const all = connections(objects, policies);
  return {
    edges: edges(all),
    summary: edges(condensed(all)),
    halfOpen: all.flatMap(halfOpen).sort(byEnds),
    unexplained: policies
      .filter((policy) => opensSomething(policy) && policy.reason === undefined)
      .map(({ name }) => name)
      .sort(),
  };
}

const edges = (all: readonly Connection[]): NetworkEdge[] =>
  all
    .filter(({ ways }) => ways.length > 0)
    .map((connection) => line(connection, connection.ways))
    .sort(byEnds);

const halfOpen = (connection: Connection): HalfOpen[] =>
  (["egress", "ingress"] as const).flatMap((open) => {
    const grants = connection.halfOpen.filter(({ direction }) => direction === open);
    if (grants.length === 0) return [];
    const ways = grants.map((grant) => ({ ports: grant.ports, grants: [grant] }));
    return [{ ...line(connection, ways), open }];
  });

function line({ from, to }: Connection, ways: readonly Way[]): Line {
  const policies = ways.flatMap(({ grants }) => grants.map(({ policy }) => policy));
  return {
    from: endpointName(from),
    to: endpointName(to),
    ports: portTexts(union(ways.map(({ ports }) => ports))),
    policies: sorted(policies.map(({ name }) => name)),
    reasons: sorted(policies.flatMap(({ reason }) => reason ?? [])),
  };
}

const opensSomething = ({ rules }: Policy): boolean =>
  [...(rules.ingress ?? []), ...(rules.egress ?? [])].length > 0;

const sorted = (texts: readonly string[]): string[] => [...new Set(texts)].sort();

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const byEnds = (a: Line, b: Line): number => compare(a.from, b.from) || compare(a.to, b.to);
