import { expect } from "chai";
import {
  hasFreshProbes,
  probeRows,
  type RegionReport,
  type Signals,
  soundSignals,
} from "../../../../services/traffic-controller/decision/snapshot";
import { wellSignals } from "./worlds";

const STALE_MS = 15_000;

const isSound = (signals: Partial<Signals>): boolean => {
  const all = { ...wellSignals, ...signals };
  const sound = soundSignals({ signals: all }, STALE_MS);
  if (sound !== undefined) expect(sound).to.equal(all);
  return sound !== undefined;
};

describe("signals that can be believed", () => {
  it("are those that are fresh, to the millisecond", () => {
    expect([0, 15_000, 15_001, -1, Number.NaN].map((ageMs) => isSound({ ageMs }))).to.deep.equal([
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  it("are none that nobody has sent", () => {
    expect(soundSignals(undefined, STALE_MS)).to.equal(undefined);
    expect(soundSignals({}, STALE_MS)).to.equal(undefined);
  });

  for (const field of [
    "attempts",
    "successRatio",
    "p95Ms",
    "demandIntentsPerMinute",
    "boundIntentsPerMinute",
    "costUsdPerThousandIntents",
  ] as const) {
    it(`are those whose ${field} is a number, not below zero and not endless`, () => {
      expect(isSound({ [field]: 0 })).to.equal(true);
      for (const untrue of [-1, Number.NaN, Infinity]) {
        expect(isSound({ [field]: untrue })).to.equal(false);
      }
    });
  }

  for (const resource of ["cpu", "memory", "network", "intents"] as const) {
    it(`are those whose ${resource} is as full as something can be`, () => {
      const filled = (ratio: number): Partial<Signals> => ({
        utilisation: { ...wellSignals.utilisation, [resource]: ratio },
      });
      expect([0, 3, -0.1, Number.NaN, Infinity].map((it) => isSound(filled(it)))).to.deep.equal([
        true,
        true,
        false,
        false,
        false,
      ]);
    });
  }

  it("are those of no more successes than attempts", () => {
    expect([isSound({ successRatio: 1 }), isSound({ successRatio: 1.01 })]).to.deep.equal([
      true,
      false,
    ]);
  });

  it("say nothing of success and P95 where nobody asks", () => {
    const none = { attempts: 0, successRatio: Number.NaN, p95Ms: Number.NaN };
    expect(isSound(none)).to.equal(true);
    expect(isSound({ ...none, attempts: 1 })).to.equal(false);
  });
});

describe("what entries say about their links", () => {
  const probe = { failures: 0, successes: 1 };
  const said = (ageMs: number): RegionReport => ({ probes: { ageMs, to: { brigadoon: probe } } });

  it("is in the order of the regions, as far as it has been said", () => {
    expect(
      probeRows({ atlantis: said(200), camelot: {} }, ["atlantis", "brigadoon", "camelot"]),
    ).to.deep.equal([[undefined, probe, undefined], undefined, undefined]);
  });

  it("is true as long as it is fresh, to the millisecond", () => {
    const isFresh = (report: RegionReport | undefined): boolean => hasFreshProbes(report, 3_000);
    expect([0, 3_000, 3_001, -1, Number.NaN].map((ageMs) => isFresh(said(ageMs)))).to.deep.equal([
      true,
      true,
      false,
      false,
      false,
    ]);
    expect([isFresh(undefined), isFresh({})]).to.deep.equal([false, false]);
  });
});
