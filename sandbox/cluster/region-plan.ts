import { ClusterError } from "./failure";
import { MAX_NODES, MAX_REGIONS, regionNetwork, type RegionNetwork } from "./network";
import { assertPortsExist } from "./ports";

/** Nodes in each zone: two, so that a zone outlives one of them. */
export const NODES_PER_ZONE = 2;

/** A region as its topology describes it. */
export interface RegionSpec {
  /** Also its kubeconfig context and its folder: lower case letters, digits and hyphens. */
  readonly name: string;
  readonly zones: readonly string[];
  /** What the region offers; see node-pools.ts. */
  readonly features: readonly string[];
}

/** What a region keeps from its first start on, so that its addresses stay when others come or go. */
export interface KnownRegion extends RegionSpec {
  /** Counted from 0; ports and addresses follow from it. */
  readonly index: number;
  readonly portBase: number;
}

/** Everything about a region that is decided before anything starts. */
export interface RegionPlan extends KnownRegion {
  readonly network: RegionNetwork;
}

/**
 * Gives each region its index: the one that it had, else the lowest that is free.
 *
 * @throws ClusterError `bad-region` with every problem found, or `bad-port-base`.
 */
export function planRegions(
  specs: readonly RegionSpec[],
  known: readonly KnownRegion[],
  portBase: number,
): RegionPlan[] {
  const problems = problemsOf(specs);
  if (problems.length > 0) {
    throw new ClusterError("bad-region", `the regions cannot be started: ${problems.join("; ")}`);
  }
  const indexes = new Map(known.map(({ name, index }) => [name, index]));
  return specs.map(({ name, zones, features }) => {
    const index = indexes.get(name) ?? lowestFree(new Set(indexes.values()));
    if (index >= MAX_REGIONS) {
      throw new ClusterError(
        "bad-region",
        `${name} is one region too many: ${String(MAX_REGIONS)} have addresses, those that were started earlier included; \`sandbox reset\` forgets them`,
      );
    }
    assertPortsExist(portBase, index);
    indexes.set(name, index);
    return planOf({ name, zones, features, index, portBase });
  });
}

export function planOf(region: KnownRegion): RegionPlan {
  return { ...region, network: regionNetwork(region.index) };
}

/** The names of a zone's nodes: `us-east-1a-1`, `us-east-1a-2`. */
export function nodeNames(zone: string): string[] {
  return Array.from({ length: NODES_PER_ZONE }, (_, n) => `${zone}-${String(n + 1)}`);
}

function problemsOf(specs: readonly RegionSpec[]): string[] {
  const names = specs.map(({ name }) => name);
  return [
    ...specs.flatMap(({ name, zones }) =>
      [name, ...zones]
        .filter((text) => !/^[a-z0-9]([-a-z0-9]{0,50}[a-z0-9])?$/.test(text))
        .map(
          (text) =>
            `"${text}" is not a name of lower case letters, digits and hyphens (52 at most)`,
        ),
    ),
    ...duplicates(names).map((name) => `${name} is listed twice`),
    ...specs.flatMap(({ name, zones }) => duplicates(zones).map((z) => `${name} has ${z} twice`)),
    ...specs.filter(({ zones }) => zones.length === 0).map(({ name }) => `${name} has no zone`),
    ...specs
      .filter(({ zones }) => zones.length * NODES_PER_ZONE > MAX_NODES)
      .map(({ name }) => `${name} has more zones than the ${String(MAX_NODES)} nodes of a region`),
  ];
}

function duplicates(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, position) => names.indexOf(name) !== position))];
}

function lowestFree(taken: ReadonlySet<number>): number {
  let index = 0;
  while (taken.has(index)) index += 1;
  return index;
}
