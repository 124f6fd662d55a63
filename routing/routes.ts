import type { Topology } from "../config/topology";
import type { Binding, Bindings } from "./bindings";
import { failoverHost, PEERS_PORT, regionHost, zoneHost } from "./hosts";
import type {
  HttpMatch,
  HttpRetry,
  HttpRoute,
  HttpRoutes,
  WeightedDestination,
} from "./http-route";

/** Name of the VirtualService whose `spec.http` {@link routes} gives. */
export const GLOBAL_ROUTES = "global-traffic-routing";

/** Share of an entry's unbound requests that each region gets, whole percent that sum to 100. */
export type Weights = Readonly<Record<string, number>>;

/** The weights before anybody measured anything: every entry serves its own region's requests. */
export const firstWeights = ({ regions }: Topology, entry: string): Weights =>
  Object.fromEntries(regions.map(({ name }) => [name, name === entry ? 100 : 0]));

/**
 * Where an entry sends the requests for the system as a whole: `spec.http` of the VirtualService
 * `global-traffic-routing`. What is bound elsewhere is refused with the host that serves it, what is
 * bound here stays in its zone, and the rest is weighted over all regions, each of which has the
 * others behind it.
 *
 * @throws Error if the weights are not whole percents of exactly these regions that sum to 100.
 */
export function routes(topology: Topology, bindings: Bindings, weights: Weights): HttpRoutes {
  assertWeights(topology, weights);
  const weighted = topology.regions.map(({ name }): WeightedDestination => ({
    ...to(failoverHost(name)),
    weight: weights[name] ?? 0,
  }));
  return [
    ...misdirected(bindings),
    ...boundHere(bindings),
    ...repeatableAndNot("weighted", [{}], weighted),
  ];
}

/**
 * Where an entry sends the requests for its own region, which nobody else answers: `spec.http` of the
 * VirtualService of `REGION.DOMAIN`. Whether it is well can be asked without a token.
 */
export function regionRoutes(bindings: Bindings): HttpRoutes {
  const own = [to(regionHost(bindings.entry))];
  return [
    {
      name: "health",
      match: [{ uri: { exact: HEALTH_PATH }, method: { exact: "GET" } }],
      rewrite: { uri: PROCESSOR_HEALTH_PATH },
      route: own,
      // Whoever asks wants to know of this try.
      retries: { attempts: 0 },
    },
    ...misdirected(bindings),
    ...repeatableAndNot("region", [{}], own),
  ];
}

/**
 * Where an entry of a residency zone sends the requests for the zone: `spec.http` of the
 * VirtualService of `ZONE.DOMAIN`.
 */
export const zoneRoutes = (zone: string, bindings: Bindings): HttpRoutes => [
  ...misdirected(bindings),
  ...boundHere(bindings),
  ...repeatableAndNot(`zone-${zone}`, [{}], [to(zoneHost(zone))]),
];

/** Where the world asks a region whether it is well. */
export const HEALTH_PATH = "/health";

/** Where llm-processor-regional answers that. */
const PROCESSOR_HEALTH_PATH = "/healthz";

/**
 * Tries for requests that may be repeated. Istio lets the first retry stay in the tier of the try
 * before it, so one would not be enough.
 */
const repeatable: HttpRetry = {
  attempts: 3,
  retryOn: "connect-failure,refused-stream,reset-before-request,reset,503",
  retryRemoteLocalities: true,
  backoff: "25ms",
};

/** For the others: only where nothing of the request was sent. */
const unsentOnly: HttpRetry = {
  ...repeatable,
  retryOn: "connect-failure,refused-stream,reset-before-request",
};

/** Requests that may be repeated: reads, and whatever brings a key by which a repetition is known. */
const isRepeatable: readonly HttpMatch[] = [
  { method: { exact: "GET" } },
  { method: { exact: "HEAD" } },
  { headers: { "idempotency-key": { regex: ".+" } } },
];

/** Refuses what is bound to regions that this entry is none of, before anything is sent on. */
const misdirected = ({ entry, all }: Bindings): HttpRoute[] =>
  all
    .filter(({ regions }) => !regions.includes(entry))
    .map(({ home, tokens, publicHost }) => ({
      name: `misdirected-${home}`,
      match: tokens,
      directResponse: {
        status: 421,
        body: { string: JSON.stringify({ error: "misdirected request", host: publicHost }) },
      },
      headers: { response: { set: { "content-type": "application/json" } } },
    }));

const boundHere = ({ entry, all }: Bindings): HttpRoute[] =>
  all
    .filter(({ regions }) => regions.includes(entry))
    .flatMap(({ home, tokens, host }: Binding) =>
      repeatableAndNot(`bound-${home}`, tokens, [to(host)]),
    );

function repeatableAndNot(
  name: string,
  matches: readonly HttpMatch[],
  route: readonly WeightedDestination[],
): HttpRoute[] {
  const both = matches.flatMap((match) => isRepeatable.map((other) => together(match, other)));
  const any = matches.some((match) => Object.keys(match).length === 0);
  return [
    { name: `${name}-repeatable`, match: both, route, retries: repeatable },
    { name, ...(any ? {} : { match: matches }), route, retries: unsentOnly },
  ];
}

function together(one: HttpMatch, other: HttpMatch): HttpMatch {
  const headers = { ...one.headers, ...other.headers };
  return { ...one, ...other, ...(Object.keys(headers).length > 0 && { headers }) };
}

const to = (host: string): WeightedDestination => ({
  destination: { host, port: { number: PEERS_PORT } },
});

function assertWeights({ regions }: Topology, weights: Weights): void {
  const names = regions.map(({ name }) => name);
  const given = Object.entries(weights);
  const isRow =
    given.length === names.length &&
    given.every(
      ([name, weight]) => names.includes(name) && Number.isInteger(weight) && weight >= 0,
    ) &&
    given.reduce((sum, [, weight]) => sum + weight, 0) === 100;
  if (isRow) return;
  throw new Error(
    `Weights ${JSON.stringify(weights)} are no row of the matrix: whole percents of ` +
      `${names.join(", ")} that sum to 100.`,
  );
}
