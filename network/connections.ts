import type { Manifest } from "../render/manifest";
import {
  ANYWHERE,
  covers,
  type Endpoint,
  endpointName,
  isNamed,
  type Peer,
  standsFor,
} from "./peers";
import { type Direction, type Policy, readPolicies, type Rule } from "./policies";
import { allPorts, difference, intersection, isEmpty, type PortSet, union } from "./ports";
import { type Workload, workloads as workloadsOf } from "./workloads";

/** A rule of a policy that holds for one end and admits the other. */
export interface Grant {
  readonly policy: Policy;
  readonly direction: Direction;
  readonly rule: Rule;
  readonly ports: PortSet;
}

/** What lets a connection through: a rule at each end that needs one. */
export interface Way {
  readonly ports: PortSet;
  readonly grants: readonly Grant[];
}

/** An ordered pair of endpoints, and what the policies say about it. */
export interface Connection {
  readonly from: Endpoint;
  readonly to: Endpoint;
  /** All ways in which it is allowed. */
  readonly ways: readonly Way[];
  /** What one end is opened for, by a rule that means the other, while the other is closed. */
  readonly halfOpen: readonly Grant[];
}

/**
 * What the policies say about every pair of endpoints: the rendered workloads, whoever else the
 * policies speak of, and `anywhere`. Pairs about which nothing is said are left out.
 */
export function connections(
  objects: readonly Manifest[],
  policies: readonly Policy[] = readPolicies(objects),
): Connection[] {
  const ends = endpoints(workloadsOf(objects), policies).map((end) => governed(end, policies));
  return ends
    .flatMap((from) => ends.map((to) => connection(from, to)))
    .filter(({ ways, halfOpen }) => ways.length > 0 || halfOpen.length > 0);
}

/**
 * The connections without what the same rules also allow to a wider end: what every pod of a
 * namespace may do is told once.
 */
export function condensed(all: readonly Connection[]): Connection[] {
  return all.flatMap((one) => {
    const wider = all.filter((other) => isWider(other, one)).flatMap(({ ways }) => ways);
    const ways = one.ways.filter((way) => !wider.some((other) => saysAsMuch(other, way)));
    return ways.length === 0 ? [] : [{ ...one, ways }];
  });
}

function endpoints(workloads: readonly Workload[], policies: readonly Policy[]): Endpoint[] {
  const spokenOf = policies.flatMap(({ subjects, rules }) => [
    ...subjects,
    ...[...(rules.ingress ?? []), ...(rules.egress ?? [])].flatMap(({ peers }) => peers),
  ]);
  const outside = [ANYWHERE, ...spokenOf].filter((peer) => !standsFor(peer, workloads));
  return [
    ...workloads,
    ...new Map(outside.map((peer): [string, Peer] => [endpointName(peer), peer])).values(),
  ];
}

/** An endpoint with the policies that isolate it, for each direction. */
interface Governed extends Readonly<Record<Direction, readonly Policy[]>> {
  readonly end: Endpoint;
}

function governed(end: Endpoint, policies: readonly Policy[]): Governed {
  const own = policies.filter(({ subjects }) => subjects.some((subject) => covers(subject, end)));
  const isolating = (direction: Direction): Policy[] =>
    own.filter(({ rules }) => rules[direction] !== undefined);
  return { end, ingress: isolating("ingress"), egress: isolating("egress") };
}

function connection(from: Governed, to: Governed): Connection {
  const source = side(from, "egress", to.end, to.end);
  const target = side(to, "ingress", from.end, to.end);
  const isUngoverned = source.isOpen && target.isOpen && needsNoRule(from.end, to.end);
  const ways = [
    ...(isUngoverned ? [{ ports: allPorts, grants: [] }] : []),
    ...(source.isOpen ? target.grants.map(oneSided) : []),
    ...(target.isOpen ? source.grants.map(oneSided) : []),
    ...source.grants.flatMap((out) => target.grants.map((into) => twoSided(out, into))),
  ];
  return {
    from: from.end,
    to: to.end,
    ways: ways.filter(({ ports }) => !isEmpty(ports)),
    halfOpen: [...unmet(source, target, to.end), ...unmet(target, source, from.end)],
  };
}

/** What one end says about a connection. */
interface Side {
  /** No policy isolates it, or it is not rendered, so that its policies are not known here. */
  readonly isOpen: boolean;
  readonly grants: readonly Grant[];
}

function side(self: Governed, direction: Direction, other: Endpoint, target: Endpoint): Side {
  return {
    isOpen: self.end.kind !== "workload" || self[direction].length === 0,
    grants: self[direction].flatMap((policy) =>
      (policy.rules[direction] ?? [])
        .filter(({ peers }) => peers.some((peer) => covers(peer, other)))
        .map((rule) => ({ policy, direction, rule, ports: rule.portsAt(target) })),
    ),
  };
}

/** Pairs that connect unless a policy forbids it: two workloads, or one of them and the world. */
const needsNoRule = (from: Endpoint, to: Endpoint): boolean =>
  [from, to].some(({ kind }) => kind === "workload") &&
  [from, to].every(({ kind }) => kind === "workload" || kind === "anywhere");

const oneSided = (grant: Grant): Way => ({ ports: grant.ports, grants: [grant] });

const twoSided = (out: Grant, into: Grant): Way => ({
  ports: intersection(out.ports, into.ports),
  grants: [out, into],
});

/** Grants that mean the other end, as far as it does not agree. */
function unmet(granting: Side, other: Side, end: Endpoint): Grant[] {
  if (other.isOpen) return [];
  const agreed = union(other.grants.map(({ ports }) => ports));
  return granting.grants
    .filter(({ rule }) => rule.peers.some((peer) => isNamed(peer) && covers(peer, end)))
    .map((grant) => ({ ...grant, ports: difference(grant.ports, agreed) }))
    .filter(({ ports }) => !isEmpty(ports));
}

const isWider = (outer: Connection, inner: Connection): boolean =>
  outer !== inner && includes(outer.from, inner.from) && includes(outer.to, inner.to);

const includes = (outer: Endpoint, inner: Endpoint): boolean =>
  outer === inner || (outer.kind !== "workload" && covers(outer, inner));

/** The same rules, and no less: a port's name is a number only at some ends. */
const saysAsMuch = (wider: Way, narrower: Way): boolean =>
  wider.grants.length === narrower.grants.length &&
  wider.grants.every(({ rule }, index) => rule === narrower.grants[index]?.rule) &&
  isEmpty(difference(narrower.ports, wider.ports));
