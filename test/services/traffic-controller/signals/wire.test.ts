import { expect } from "chai";
import fc from "fast-check";
import type { PeerReport } from "../../../../services/traffic-controller/controller/controller";
import { fromWire, toWire } from "../../../../services/traffic-controller/signals/wire";

const number = fc.oneof(fc.double({ min: 0, noDefaultInfinity: true }), fc.constant(Number.NaN));
const name = fc.string({ minLength: 1 }).filter((text) => text !== "__proto__");
const count = fc.nat();

const reports: fc.Arbitrary<PeerReport> = fc.record(
  {
    identity: name,
    leads: fc.boolean(),
    signals: fc.record({
      ageMs: number,
      attempts: number,
      successRatio: number,
      p95Ms: number,
      utilisation: fc.record({ cpu: number, memory: number, network: number, intents: number }),
      demandIntentsPerMinute: number,
      boundIntentsPerMinute: number,
      costUsdPerThousandIntents: number,
    }),
    probes: fc.record({
      ageMs: number,
      to: fc.dictionary(
        name,
        fc.record(
          {
            failures: count,
            successes: count,
            roundTripMs: fc.double({ min: 0, max: 1e6, noNaN: true }),
          },
          { requiredKeys: ["failures", "successes"] },
        ),
        { noNullPrototype: true },
      ),
    }),
    served: fc.dictionary(name, count, { noNullPrototype: true }),
  },
  { requiredKeys: [] },
);

/** A number that is minus zero is zero to everybody. */
const plain = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (_, item: unknown) => item ?? "NaN");

describe("what controllers tell each other", () => {
  it("arrives as it was said, what is no number too", () => {
    fc.assert(
      fc.property(name, reports, (region, report) => {
        expect(plain(fromWire(region, toWire(region, report)))).to.deep.equal(plain(report));
      }),
    );
  });

  it("gives NaN again where JSON has none, not 0 and not nothing", () => {
    const body = '{"version":1,"region":"a","probes":{"ageMs":null,"to":{}}}';
    expect(fromWire("a", body)?.probes?.ageMs).to.deep.equal(Number.NaN);
  });

  it("loses a round trip that is no number, and nothing else", () => {
    const probe = { failures: 0, successes: 3 };
    const probes = { ageMs: 1, to: { b: { ...probe, roundTripMs: Number.NaN } } };
    expect(fromWire("a", toWire("a", { probes }))).to.deep.equal({
      probes: { ageMs: 1, to: { b: probe } },
    });
  });

  it("is nothing where another region speaks", () => {
    expect(fromWire("b", toWire("a", {}))).to.equal(undefined);
  });

  it("may have fields that this version does not know", () => {
    const body = '{"version":1,"region":"a","mood":"fine","served":{"a":100}}';
    expect(fromWire("a", body)).to.deep.equal({ served: { a: 100 } });
  });

  it("proves of another version that somebody is there, and no more", () => {
    const body = '{"version":2,"region":"a","served":{"a":100},"signals":"all well"}';
    expect(fromWire("a", body)).to.deep.equal({});
    expect(fromWire("b", body)).to.equal(undefined);
  });

  for (const body of [
    "",
    "<html>",
    "[]",
    "null",
    '{"version":1}',
    '{"version":1,"region":"a","served":1}',
  ]) {
    it(`is nothing where it is ${body || "empty"}`, () => {
      expect(fromWire("a", body)).to.equal(undefined);
    });
  }
});
