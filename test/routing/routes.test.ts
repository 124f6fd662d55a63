import { expect } from "chai";
import fc from "fast-check";
import { tokenIssuerOf } from "../../config/token-issuer";
import type { Topology } from "../../config/topology";
import { bindingsOf } from "../../routing/bindings";
import {
  failoverHost,
  publicRegionHost,
  publicZoneHost,
  regionHost,
  zoneHost,
} from "../../routing/hosts";
import type { HttpRoutes } from "../../routing/http-route";
import { firstWeights, regionRoutes, routes, zoneRoutes } from "../../routing/routes";
import { shippedStack } from "../shipped-project";
import { firstMatch, hostsOf, type Request } from "./first-match";
import { entries } from "./worlds";

const requests: fc.Arbitrary<Request> = fc.record({
  method: fc.constantFrom("GET", "HEAD", "POST", "PUT", "DELETE"),
  path: fc.constantFrom("/", "/health", "/v1/intents"),
  headers: fc.constantFrom({}, { "idempotency-key": "one" }, { "x-nephoran-zone": "moon" }),
  claims: fc.constant({}),
});

/** A request whose token was made by one of the topology's issuers, and may claim anything. */
const requestsOf = (topology: Topology): fc.Arbitrary<Request> =>
  fc
    .record({
      request: requests,
      from: fc.constantFrom(...topology.regions),
      residency_zone: fc.constantFrom(undefined, "moon", "sun", "mars"),
      tenant: fc.constantFrom(undefined, "tenant-0", "tenant-1", "tenant-2", "stranger"),
    })
    .map(({ request, from, residency_zone, tenant }) => ({
      ...request,
      claims: {
        iss: tokenIssuerOf(from, topology).issuer,
        ...(residency_zone && { residency_zone }),
        ...(tenant && { tenant }),
      },
    }));

const worlds = entries.chain(({ topology, entry }) =>
  fc.record({
    topology: fc.constant(topology),
    entry: fc.constant(entry),
    request: requestsOf(topology),
  }),
);

/** The regions that a request may be worked on in, by the topology alone; none: anywhere. */
function homesOf(topology: Topology, { claims }: Request): string[][] {
  const { regions, tenants } = topology;
  const issuedIn = regions.filter(
    (region) => tokenIssuerOf(region, topology).issuer === claims["iss"],
  );
  const zone = claims["residency_zone"];
  const inZone = (name: string): string[] =>
    regions.filter(({ residencyZone }) => residencyZone === name).map(({ name }) => name);
  const ownZone = issuedIn.some(
    ({ residencyZone }) => residencyZone !== undefined && residencyZone === zone,
  );
  const boundTo = tenants[claims["tenant"] ?? ""]?.boundTo;
  return [
    ...(zone !== undefined && ownZone ? [inZone(zone)] : []),
    ...(boundTo === undefined
      ? []
      : regions.some(({ name }) => name === boundTo)
        ? [[boundTo]]
        : [inZone(boundTo)]),
  ];
}

/** The regions that a host of the mesh may lead to. */
function leadsTo(host: string, { regions, residencyZones }: Topology): string[] {
  const all = regions.map(({ name }) => name);
  for (const zone of Object.keys(residencyZones)) {
    if (host === zoneHost(zone)) {
      return regions.filter(({ residencyZone }) => residencyZone === zone).map(({ name }) => name);
    }
  }
  if (all.some((name) => host === failoverHost(name))) return all;
  return all.filter((name) => host === regionHost(name));
}

/** Every list of routes that an entry has. */
function allRoutes(topology: Topology, entry: string): HttpRoutes[] {
  const bindings = bindingsOf(topology, entry);
  const zone = topology.regions.find(({ name }) => name === entry)?.residencyZone;
  return [
    routes(topology, bindings, firstWeights(topology, entry)),
    regionRoutes(bindings),
    ...(zone === undefined ? [] : [zoneRoutes(zone, bindings)]),
  ];
}

describe("the routes of an entry", () => {
  it("never send a bound request to a region that it is not bound to", () => {
    fc.assert(
      fc.property(worlds, ({ topology, entry, request }) => {
        for (const list of allRoutes(topology, entry)) {
          const route = firstMatch(list, request);
          if (route.name === "health") continue;
          for (const home of homesOf(topology, request)) {
            for (const host of hostsOf(route)) {
              expect(home, `${route.name} to ${host}`).to.include.members(leadsTo(host, topology));
            }
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it("refuse with 421 what is bound to other regions, and name a host that serves it", () => {
    fc.assert(
      fc.property(worlds, ({ topology, entry, request }) => {
        const elsewhere = homesOf(topology, request).filter((home) => !home.includes(entry));
        const servers = elsewhere.flatMap((home) => [
          ...home.map((name) => publicRegionHost(name, topology)),
          ...topology.regions
            .filter(({ name }) => home.includes(name))
            .flatMap(({ residencyZone }) =>
              residencyZone ? [publicZoneHost(residencyZone, topology)] : [],
            ),
        ]);
        for (const list of allRoutes(topology, entry)) {
          const route = firstMatch(list, request);
          if (route.name === "health") continue;
          expect("directResponse" in route).to.equal(elsewhere.length > 0);
          if (!("directResponse" in route)) continue;
          expect(route.directResponse.status).to.equal(421);
          const { host } = JSON.parse(route.directResponse.body.string) as { host: string };
          expect(servers).to.include(host);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("repeat on reset and 503 only what may be repeated", () => {
    fc.assert(
      fc.property(worlds, ({ topology, entry, request }) => {
        for (const list of allRoutes(topology, entry)) {
          const route = firstMatch(list, request);
          if (!("route" in route) || route.name === "health") continue;
          const mayRepeat =
            ["GET", "HEAD"].includes(request.method) || "idempotency-key" in request.headers;
          expect(route.retries.retryOn?.split(",")).to.deep.equal([
            "connect-failure",
            "refused-stream",
            "reset-before-request",
            ...(mayRepeat ? ["reset", "503"] : []),
          ]);
        }
      }),
    );
  });

  it("ask the region itself whether it is well, with or without a token", () => {
    fc.assert(
      fc.property(entries, ({ topology, entry }) => {
        const request = { method: "GET", path: "/health", headers: {}, claims: {} };
        const route = firstMatch(regionRoutes(bindingsOf(topology, entry)), request);
        expect(route.name).to.equal("health");
        expect(hostsOf(route)).to.deep.equal([regionHost(entry)]);
      }),
    );
  });

  it("of a region's own host lead to that region alone", () => {
    fc.assert(
      fc.property(worlds, ({ topology, entry, request }) => {
        const bindings = bindingsOf(topology, entry);
        for (const host of hostsOf(firstMatch(regionRoutes(bindings), request))) {
          expect(leadsTo(host, topology)).to.deep.equal([entry]);
        }
      }),
    );
  });

  const { topology } = shippedStack("us-east-1");
  const row = { "us-east-1": 60, "eu-west-1": 0, "ap-southeast-1": 15, "us-west-2": 25 };

  it("weight what is not bound over all regions, the idle ones too", () => {
    const list = routes(topology, bindingsOf(topology, "us-east-1"), row);
    const route = firstMatch(list, {
      method: "POST",
      path: "/v1/intents",
      headers: {},
      claims: {},
    });
    expect("route" in route && route.route).to.deep.equal(
      Object.entries(row).map(([region, weight]) => ({
        destination: { host: failoverHost(region), port: { number: 14443 } },
        weight,
      })),
    );
  });

  it("begin with the entry's own region", () => {
    expect(firstWeights(topology, "us-west-2")).to.deep.equal({
      "us-east-1": 0,
      "eu-west-1": 0,
      "ap-southeast-1": 0,
      "us-west-2": 100,
    });
  });

  for (const [what, weights] of Object.entries({
    "that lack a region": { "us-east-1": 100 },
    "of a stranger": { ...row, atlantis: 0 },
    "that are no whole percent": { ...row, "us-east-1": 59.5, "us-west-2": 25.5 },
    "below zero": {
      ...row,
      "us-east-1": 85,
      "us-west-2": 0,
      "ap-southeast-1": -10,
      "eu-west-1": 25,
    },
    "that do not sum to 100": { ...row, "us-west-2": 24 },
    "that are not numbers": { ...row, "us-west-2": Number.NaN },
  })) {
    it(`refuse weights ${what}`, () => {
      expect(() => routes(topology, bindingsOf(topology, "us-east-1"), weights)).to.throw(
        "are no row of the matrix: whole percents of us-east-1, eu-west-1, ap-southeast-1, us-west-2 that sum to 100.",
      );
    });
  }
});
