import { expect } from "chai";
import fc from "fast-check";
import { bindingsOf } from "../../../../routing/bindings";
import { routes, type Weights } from "../../../../routing/routes";
import {
  observedRoutes,
  type ObservedRoutes,
} from "../../../../services/traffic-controller/controller/observed-routes";
import { four } from "../decision/camelot";
import { names, topologies } from "../decision/worlds";

const bindings = bindingsOf(four, "atlantis");
const half: Weights = { atlantis: 50, brigadoon: 0, camelot: 50, dinotopia: 0 };

const observe = (http: unknown): ObservedRoutes =>
  observedRoutes(four, bindings, { metadata: { resourceVersion: "12" }, spec: { http } });

/** The routes of a row as an API server hands them back, to be changed. */
const copyOf = (weights: Weights): Record<string, unknown>[] =>
  JSON.parse(JSON.stringify(routes(four, bindings, weights))) as Record<string, unknown>[];

/** Points of 100 that a random split gives to so many regions. */
const rows = (regions: number): fc.Arbitrary<number[]> =>
  fc
    .array(fc.integer({ min: 0, max: 100 }), { minLength: regions - 1, maxLength: regions - 1 })
    .map((cuts) => [0, ...cuts.sort((one, other) => one - other), 100])
    .map((cuts) => cuts.slice(1).map((cut, index) => cut - (cuts[index] ?? 0)));

describe("the routes of an entry, read back", () => {
  it("are recognised, whatever row they were made of", () => {
    fc.assert(
      fc.property(
        topologies().chain((topology) =>
          fc.tuple(fc.constant(topology), rows(topology.regions.length)),
        ),
        fc.nat(),
        ([topology, row], entry) => {
          const regions = topology.regions.map(({ name }) => name);
          const own = bindingsOf(topology, regions[entry % regions.length] ?? names[0]);
          const weights = Object.fromEntries(regions.map((name, index) => [name, row[index] ?? 0]));
          const http: unknown = JSON.parse(JSON.stringify(routes(topology, own, weights)));
          const virtualService = { metadata: { resourceVersion: "9" }, spec: { http } };
          expect(observedRoutes(topology, own, virtualService)).to.deep.equal({
            resourceVersion: "9",
            weights,
            isAsWritten: true,
          });
        },
      ),
      { numRuns: 100 },
    );
  });

  it("are not as written after any change of anything in them", () => {
    const changes = fc.tuple(fc.nat(), fc.nat(), fc.constantFrom("drop", "rename", "add"));
    fc.assert(
      fc.property(changes, ([routeIndex, fieldIndex, change]) => {
        const http = copyOf(half);
        const route = http[routeIndex % http.length] ?? {};
        const field = Object.keys(route)[fieldIndex % Object.keys(route).length] ?? "";
        if (change === "add") route["timeout"] = "1s";
        else {
          if (change === "rename") route[`${field}-`] = route[field];
          // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- any field of any route
          delete route[field];
        }
        expect(observe(http).isAsWritten).to.equal(false);
      }),
    );
  });

  it("keep their row if only something else in them has changed", () => {
    const http = copyOf(half).map((route) => ({ ...route, timeout: "1s" }));
    expect(observe(http)).to.deep.equal({
      resourceVersion: "12",
      weights: half,
      isAsWritten: false,
    });
  });

  it("give nothing to a region that they were made before", () => {
    const http = JSON.parse(
      JSON.stringify(copyOf(half)).replaceAll(
        /,?\{"destination":\{"host":"dinotopia\.failover[^}]*\}\},"weight":0\}/g,
        "",
      ),
    ) as unknown;
    expect(observe(http)).to.deep.equal({
      resourceVersion: "12",
      weights: half,
      isAsWritten: false,
    });
  });

  for (const [what, http] of [
    ["there are none", undefined],
    ["they are no list", "routes"],
    ["they have no weights", [{ route: [{ destination: { host: "brigadoon.nephoran.local" } }] }]],
    ["they lead to a region that is none", weighted([["xanadu", 100]])],
    ["they do not sum to 100", weighted([["atlantis", 60]])],
    [
      "a weight is no whole number",
      weighted([
        ["atlantis", 99.5],
        ["camelot", 0.5],
      ]),
    ],
    [
      "a weight is below zero",
      weighted([
        ["atlantis", 110],
        ["camelot", -10],
      ]),
    ],
    ["two of them differ", [...weighted([["atlantis", 100]]), ...weighted([["camelot", 100]])]],
    ["they hold null", [null, { route: [null, { weight: 100 }] }]],
  ] as const) {
    it(`are nobody's row if ${what}`, () => {
      expect(observe(http)).to.deep.equal({ resourceVersion: "12", isAsWritten: false });
    });
  }
});

function weighted(shares: readonly (readonly [string, number])[]): unknown[] {
  const route = shares.map(([region, weight]) => ({
    destination: { host: `${region}.failover.nephoran.local`, port: { number: 14443 } },
    weight,
  }));
  return [{ name: "weighted", route }];
}
