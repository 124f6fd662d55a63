import { expect } from "chai";
import { roundTrip } from "../../../../routing/distance";
import { costsOf } from "../../../../services/traffic-controller/decision/cost";
import type { RegionHealth } from "../../../../services/traffic-controller/decision/memory";
import type { ProbeRows } from "../../../../services/traffic-controller/decision/snapshot";
import { shippedSettings, type Strategy } from "../../../../services/traffic-controller/settings";
import { topologyOf, wellSignals } from "./worlds";

/** Two regions that cost 4 and 2 USD per 1,000 intents. */
const two = topologyOf([{ costUsdPerThousandIntents: 4 }, { costUsdPerThousandIntents: 2 }]);

/** Round trips by entry and region, ms; what is no number has not been measured. */
const measured = (...trips: readonly (readonly (number | undefined)[])[]): ProbeRows =>
  trips.map((row) =>
    row.map((roundTripMs) => ({
      failures: 0,
      successes: 1,
      ...(roundTripMs !== undefined && { roundTripMs }),
    })),
  );

const trips = measured([10, 90], [100, 50]);

const costs = (strategy: Strategy, probes = trips, health: readonly RegionHealth[] = []) => {
  const settings = { ...shippedSettings.assignment, strategy, usdPerThousandIntentsPerMs: 0.1 };
  const { perRequest, unit } = costsOf(two, probes, health, settings);
  return perRequest.map((row) => row.map((cost) => Math.round(cost * unit * 1e6) / 1e6));
};

const reporting = (costUsdPerThousandIntents: number): RegionHealth => ({
  judgement: { state: "healthy", sinceMs: 0 },
  badSinceMs: {},
  relapses: 0,
  lastSound: { ...wellSignals, costUsdPerThousandIntents },
});

describe("what a request costs", () => {
  for (const strategy of ["latency", "capacity"] as const) {
    it(`is its round trip by ${strategy}`, () => {
      expect(costs(strategy)).to.deep.equal([
        [10, 90],
        [100, 50],
      ]);
    });
  }

  it("is money by cost, and a thousandth of the dearest region for the longest round trip", () => {
    expect(costs("cost")).to.deep.equal([
      [4.0004, 2.0036],
      [4.004, 2.002],
    ]);
  });

  it("is both by hybrid, in ms", () => {
    expect(costs("hybrid")).to.deep.equal([
      [50, 110],
      [140, 70],
    ]);
  });

  it("is what distance tells where nothing has been measured that can be true", () => {
    const [near, far] = two.regions.map(({ location }) => location);
    if (near === undefined || far === undefined) throw new Error("There are two regions.");
    const told = Math.round(roundTrip(near, far) * 1e6) / 1e6;
    for (const untrue of [undefined, -1, Infinity, Number.NaN]) {
      expect(costs("latency", measured([untrue, untrue], [0, 50]))).to.deep.equal([
        [0, told],
        [0, 50],
      ]);
    }
    for (const unseen of [[undefined, undefined], measured([], [])]) {
      expect(costs("latency", unseen)).to.deep.equal([
        [0, told],
        [told, 0],
      ]);
    }
  });

  it("is by what the regions report, or else by the topology", () => {
    const { judgement, badSinceMs, relapses } = reporting(1);
    const silent: RegionHealth = { judgement, badSinceMs, relapses };
    expect(costs("hybrid", trips, [silent, silent])).to.deep.equal(costs("hybrid"));
    expect(costs("hybrid", trips, [reporting(1)])).to.deep.equal([
      [20, 110],
      [110, 70],
    ]);
  });

  it("is 1 where it is dearest, whatever the unit", () => {
    const { perRequest, unit } = costsOf(two, trips, [], {
      ...shippedSettings.assignment,
      strategy: "latency",
    });
    expect(perRequest).to.deep.equal([
      [0.1, 0.9],
      [1, 0.5],
    ]);
    expect(unit).to.equal(100);
  });

  it("is nothing where there is neither a way nor a price", () => {
    const free = [reporting(0), reporting(0)];
    const nowhere = measured([0, 0], [0, 0]);
    const { perRequest, unit } = costsOf(two, nowhere, free, {
      ...shippedSettings.assignment,
      strategy: "cost",
    });
    expect(perRequest).to.deep.equal([
      [0, 0],
      [0, 0],
    ]);
    expect(unit).to.equal(1);
    expect(costs("cost", trips, free)).to.deep.equal([
      [0.0001, 0.0009],
      [0.001, 0.0005],
    ]);
  });
});
