import { expect } from "chai";
import fc from "fast-check";
import { Observations } from "../../../../services/traffic-controller/controller/observations";
import { RoundTrips } from "../../../../services/traffic-controller/controller/round-trips";
import { wellSignals } from "../decision/worlds";

const observations = (): Observations =>
  new Observations(["atlantis", "brigadoon", "camelot"], "atlantis", 3_000);

const answer = { roundTripMs: 20 };

describe("what a controller has observed", () => {
  it("counts probes in a row, with the median of the round trips", () => {
    const one = observations();
    [20, 10, 30].forEach((roundTripMs, second) => {
      one.probeAnswered("brigadoon", { roundTripMs }, second * 1_000);
    });
    expect(one.report("atlantis", undefined, 2_100)).to.deep.equal({
      probes: { ageMs: 100, to: { brigadoon: { failures: 0, successes: 3, roundTripMs: 20 } } },
    });
    one.probeFailed("brigadoon", 3_000);
    one.probeFailed("brigadoon", 4_000);
    expect(one.report("atlantis", undefined, 4_000)).to.deep.equal({
      probes: { ageMs: 0, to: { brigadoon: { failures: 2, successes: 0, roundTripMs: 20 } } },
    });
  });

  it("has no round trip to a region that has never answered", () => {
    const one = observations();
    one.probeFailed("camelot", 1_000);
    expect(one.probeOf("camelot")?.value).to.deep.equal({ failures: 1, successes: 0 });
  });

  it("is as old as its oldest probe, without those that say nothing more", () => {
    const one = observations();
    one.probeAnswered("brigadoon", answer, 1_000);
    one.probeAnswered("camelot", answer, 3_000);
    expect(one.report("atlantis", undefined, 4_000).probes?.ageMs).to.equal(3_000);
    const { probes } = one.report("atlantis", undefined, 4_001);
    expect([probes?.ageMs, Object.keys(probes?.to ?? {})]).to.deep.equal([1_001, ["camelot"]]);
    expect(one.report("atlantis", undefined, 60_000)).to.deep.equal({});
  });

  it("grows older from when it was said", () => {
    const one = observations();
    const to = { camelot: { failures: 0, successes: 4 } };
    const report = { signals: { ...wellSignals, ageMs: 700 }, probes: { ageMs: 300, to } };
    one.probeAnswered("brigadoon", { ...answer, report }, 10_000);
    expect(one.report("brigadoon", undefined, 11_000)).to.deep.equal({
      signals: { ...wellSignals, ageMs: 1_700 },
      probes: { ageMs: 1_300, to },
    });
    expect(one.reportedAtMs("brigadoon")).to.equal(10_000);
  });

  it("is kept while nothing new is said", () => {
    const one = observations();
    const served = { atlantis: 0, brigadoon: 100, camelot: 0 };
    one.probeAnswered("brigadoon", { ...answer, report: { signals: wellSignals, served } }, 1_000);
    one.probeAnswered("brigadoon", { ...answer, report: {} }, 2_000);
    one.probeAnswered("brigadoon", answer, 3_000);
    one.probeFailed("brigadoon", 4_000);
    const kept = one.report("brigadoon", undefined, 4_000);
    expect(kept.served).to.deep.equal(served);
    expect(kept.signals?.ageMs).to.equal(3_500);
    one.ownSignals(wellSignals, 1_000);
    one.ownSignals(undefined, 2_000);
    expect(one.report("atlantis", undefined, 4_000).signals?.ageMs).to.equal(3_500);
  });

  it("is the younger view where a peer's replicas have looked at different moments", () => {
    const one = observations();
    const told = (ageMs: number, attempts: number, nowMs: number): void => {
      const signals = { ...wellSignals, ageMs, attempts };
      one.probeAnswered("brigadoon", { ...answer, report: { signals } }, nowMs);
    };
    told(100, 1, 1_000);
    told(3_000, 2, 2_000);
    expect(one.report("brigadoon", undefined, 2_000).signals?.attempts).to.equal(1);
    told(500, 3, 3_000);
    expect(one.report("brigadoon", undefined, 3_000).signals?.attempts).to.equal(3);
  });

  it("takes the round trips of a peer from the replica that leads there, and counts from any", () => {
    const one = observations();
    const told = (leads: boolean, roundTripMs: number, successes: number, nowMs: number): void => {
      const to = { camelot: { failures: 0, successes, roundTripMs } };
      const report = { leads, probes: { ageMs: 0, to } };
      one.probeAnswered("brigadoon", { ...answer, report }, nowMs);
    };
    const seen = (nowMs: number): unknown => one.report("brigadoon", undefined, nowMs).probes?.to;
    told(false, 30, 5, 1_000);
    expect(seen(1_000)).to.deep.equal({ camelot: { failures: 0, successes: 5, roundTripMs: 30 } });
    told(true, 20, 6, 2_000);
    told(false, 31, 7, 3_000);
    expect(seen(3_000)).to.deep.equal({ camelot: { failures: 0, successes: 7, roundTripMs: 20 } });
    told(false, 32, 8, 62_001);
    expect(seen(62_001)).to.deep.equal({ camelot: { failures: 0, successes: 8, roundTripMs: 32 } });
  });

  it("cannot be made young for ever by an age that is not true", () => {
    fc.assert(
      fc.property(fc.constantFrom(-1e12, -1, Number.NaN), (ageMs) => {
        const one = observations();
        const report = { signals: { ...wellSignals, ageMs } };
        one.probeAnswered("brigadoon", { ...answer, report }, 1_000);
        expect(one.report("brigadoon", undefined, 2_000).signals?.ageMs).to.satisfy(Number.isNaN);
        one.probeAnswered("brigadoon", { ...answer, report: { signals: wellSignals } }, 3_000);
        expect(one.report("brigadoon", undefined, 3_000).signals?.ageMs).to.equal(500);
      }),
    );
  });

  it("is of the own region what it has seen itself, whatever a report says", () => {
    const one = observations();
    const served = { atlantis: 100, brigadoon: 0, camelot: 0 };
    const report = { signals: wellSignals, served: { atlantis: 0, brigadoon: 100, camelot: 0 } };
    one.probeAnswered("atlantis", { ...answer, report }, 1_000);
    expect(one.report("atlantis", served, 1_000)).to.deep.equal({
      probes: { ageMs: 0, to: { atlantis: { failures: 0, successes: 1, roundTripMs: 20 } } },
      served,
    });
  });

  it("leaves out regions that the topology does not name", () => {
    const one = observations();
    one.probeAnswered("xanadu", answer, 1_000);
    one.probeFailed("xanadu", 1_000);
    expect(one.snapshot(undefined, 1_000)).to.deep.equal({
      atlantis: {},
      brigadoon: {},
      camelot: {},
    });
  });
});

describe("the median round trip", () => {
  it("is that of the last 60, as sorting them says", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 200, size: "max" }),
        (all) => {
          const trips = new RoundTrips();
          all.forEach((ms) => {
            trips.add(ms);
          });
          const sorted = all.slice(-60).sort((one, other) => one - other);
          const middle = sorted.slice((sorted.length - 1) >> 1, (sorted.length >> 1) + 1);
          const median = middle.reduce((sum, ms) => sum + ms, 0) / middle.length;
          expect(trips.median).to.equal(all.length === 0 ? undefined : median);
        },
      ),
    );
  });

  it("takes nothing in that is no duration", () => {
    const trips = new RoundTrips();
    [Number.NaN, -1, Infinity].forEach((ms) => {
      trips.add(ms);
    });
    expect(trips.median).to.equal(undefined);
  });
});
