import { isDeepStrictEqual } from "node:util";
import type { Topology } from "../../../config/topology";
import type { Bindings } from "../../../routing/bindings";
import { failoverHost } from "../../../routing/hosts";
import { routes, type Weights } from "../../../routing/routes";

/** What an entry serves, as its cluster has it. */
export interface ObservedRoutes {
  /** Of the VirtualService. */
  readonly resourceVersion: string;
  /** The row that is served; left out where the routes hold none. */
  readonly weights?: Weights;
  /** Whether `spec.http` is exactly what `routes(topology, bindings, weights)` gives. */
  readonly isAsWritten: boolean;
}

/** A VirtualService as an API server gives it. */
export interface VirtualService {
  readonly metadata: { readonly resourceVersion: string };
  /** Whatever anybody has written. */
  readonly spec?: { readonly http?: unknown } | undefined;
}

/**
 * Reads the row out of an entry's routes: that of the weighted ones, if all say the same. A region that
 * they do not name gets nothing; one that the topology does not name makes it nobody's row.
 */
export function observedRoutes(
  topology: Topology,
  bindings: Bindings,
  { metadata: { resourceVersion }, spec }: VirtualService,
): ObservedRoutes {
  const weights = weightsIn(spec?.http, topology);
  if (weights === undefined) return { resourceVersion, isAsWritten: false };
  const isAsWritten = isDeepStrictEqual(spec?.http, routes(topology, bindings, weights));
  return { resourceVersion, weights, isAsWritten };
}

function weightsIn(http: unknown, topology: Topology): Weights | undefined {
  const rows = listOf(http)
    .map((route) => listOf(fieldOf(route, "route")))
    .filter((destinations) => destinations.some((one) => fieldOf(one, "weight") !== undefined))
    .map((destinations) => rowOf(destinations, topology));
  const [first] = rows;
  return rows.every((row) => isDeepStrictEqual(row, first)) ? first : undefined;
}

function rowOf(destinations: readonly unknown[], { regions }: Topology): Weights | undefined {
  const row = new Map(regions.map(({ name }) => [name, 0]));
  const regionOf = new Map(regions.map(({ name }) => [failoverHost(name), name]));
  let sum = 0;
  for (const one of destinations) {
    const region = regionOf.get(String(fieldOf(fieldOf(one, "destination"), "host")));
    const weight = fieldOf(one, "weight");
    if (region === undefined || !isPoints(weight)) return undefined;
    row.set(region, (row.get(region) ?? 0) + weight);
    sum += weight;
  }
  return sum === 100 ? Object.fromEntries(row) : undefined;
}

const isPoints = (value: unknown): value is number => Number.isInteger(value) && Number(value) >= 0;

const listOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? (value as unknown[]) : [];

const fieldOf = (value: unknown, key: string): unknown =>
  typeof value === "object" && value !== null
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined;
