import { expect } from "chai";
import {
  holdOffMs,
  judge,
  type Sight,
} from "../../../../services/traffic-controller/decision/health";
import type {
  Judgement,
  RegionHealth,
} from "../../../../services/traffic-controller/decision/memory";
import type { Signals } from "../../../../services/traffic-controller/decision/snapshot";
import { shippedSettings } from "../../../../services/traffic-controller/settings";
import { wellSignals } from "./worlds";

const NOW = 10_000_000;
const CAPACITY = 1_000;

const before = (judgement: Judgement, more: Partial<RegionHealth> = {}): RegionHealth => ({
  judgement,
  badSinceMs: {},
  relapses: 0,
  ...more,
});

const well: Judgement = { state: "healthy", sinceMs: NOW - 60_000 };
const degraded: Judgement = { state: "degraded", sinceMs: NOW - 60_000 };
const failed: Judgement = { state: "failed", sinceMs: NOW - 60_000, by: "signals" };
const mute: Judgement = { state: "failed", sinceMs: NOW - 60_000, by: "probes" };
const recovering: Judgement = { state: "recovering", sinceMs: NOW - 60_000, share: 0.4 };

/** What becomes of a region that is seen so, a second later. */
const next = (of: RegionHealth, seen: Partial<Signals> = {}, sight: Partial<Sight> = {}) =>
  judge(
    of,
    { reach: "reached", signals: { ...wellSignals, ...seen }, capacity: CAPACITY, ...sight },
    shippedSettings,
    NOW,
    1_000,
  );

const filled = (cpu: number): Partial<Signals> => ({
  utilisation: { ...wellSignals.utilisation, cpu },
});

const blind = { signals: undefined };

describe("the judgement of a region", () => {
  it("stays while it is well", () => {
    expect(next(before(well))).to.deep.equal({
      judgement: well,
      badSinceMs: {},
      relapses: 0,
      lastSound: wellSignals,
    });
  });

  it("is that it has failed at once when nobody reaches it, whatever its state and signals", () => {
    for (const judgement of [well, degraded, recovering]) {
      for (const signals of [wellSignals, undefined]) {
        expect(next(before(judgement), {}, { reach: "lost", signals }).judgement).to.deep.equal({
          state: "failed",
          sinceMs: NOW,
          by: "probes",
        });
      }
    }
    expect(next(before(well), {}, { reach: "unknown" }).judgement).to.equal(well);
  });

  it("keeps since when each trigger has been bad, without a break", () => {
    const of = before(well, { badSinceMs: { latency: NOW - 3_000, utilisation: NOW - 2_000 } });
    const bad = { successRatio: 0.3, p95Ms: 6_000 };
    expect(next(of, bad).badSinceMs).to.deep.equal({
      success: NOW,
      collapse: NOW,
      latency: NOW - 3_000,
    });
    expect(next(of, bad, blind).badSinceMs).to.deep.equal({});
  });

  it("keeps the last signals that could be believed", () => {
    const of = before(well, { lastSound: { ...wellSignals, attempts: 77 } });
    expect(next(of, {}, blind).lastSound?.attempts).to.equal(77);
    expect(next(of).lastSound?.attempts).to.equal(400);
    expect("lastSound" in next(before(well), {}, blind)).to.equal(false);
  });

  for (const [trigger, signals, degradedAfter, failedAfter] of [
    ["success", { successRatio: 0.9 }, 10, 30],
    ["collapse", { successRatio: 0.4 }, undefined, 5],
    ["latency", { p95Ms: 6_000 }, 10, 60],
    ["utilisation", filled(0.95), 10, undefined],
  ] as const) {
    const after = (seconds: number, judgement: Judgement, overloadedAtMs?: number): Judgement =>
      next(
        before(judgement, {
          badSinceMs: { [trigger]: NOW - seconds * 1_000 },
          ...(overloadedAtMs !== undefined && { overloadedAtMs }),
        }),
        signals,
      ).judgement;

    it(`follows from ${trigger}, by how long that has been bad`, () => {
      if (degradedAfter !== undefined) {
        const sinceNow = { state: "degraded", sinceMs: NOW };
        expect(after(degradedAfter - 0.001, well)).to.equal(well);
        expect(after(degradedAfter, well)).to.deep.equal(sinceNow);
        expect(after(degradedAfter - 0.001, recovering).state).to.equal("recovering");
        expect(after(degradedAfter, recovering)).to.deep.equal(sinceNow);
        expect(after(degradedAfter, degraded)).to.deep.equal(degraded);
      }
      if (failedAfter === undefined) {
        expect(after(10_000, well).state).to.equal("degraded");
        return;
      }
      const sinceNow = { state: "failed", sinceMs: NOW, by: "signals" };
      expect(after(failedAfter - 0.001, well).state).not.to.equal("failed");
      for (const state of [well, degraded, recovering]) {
        expect(after(failedAfter, state)).to.deep.equal(sinceNow);
      }
    });

    if (failedAfter !== undefined) {
      it(`is not that it has failed by ${trigger} while the window may hold too much to do`, () => {
        // The window of 30 s, and then as long as without it.
        const ago = (30 + failedAfter) * 1_000;
        expect(after(10_000, well, NOW - ago + 1).state).not.to.equal("failed");
        expect(after(10_000, well, NOW - ago).state).to.equal("failed");
      });
    }
  }

  it("knows when it was last asked for too much", () => {
    // 850 a minute are planned with, so 425 in the window of 30 s.
    expect(next(before(well), { attempts: 426 }).overloadedAtMs).to.equal(NOW);
    expect("overloadedAtMs" in next(before(well), { attempts: 425 })).to.equal(false);
    const of = before(well, { overloadedAtMs: NOW - 9_000 });
    expect(next(of).overloadedAtMs).to.equal(NOW - 9_000);
    expect(next(of, {}, blind).overloadedAtMs).to.equal(NOW - 9_000);
  });
});

describe("the way back", () => {
  const backSince = (judgement: Judgement, seconds: number): Judgement =>
    ({ ...judgement, wellSinceMs: NOW - seconds * 1_000 }) as Judgement;

  it("begins when all is well, and anew when it is not", () => {
    for (const judgement of [degraded, failed, mute]) {
      expect(next(before(judgement)).judgement).to.deep.equal({ ...judgement, wellSinceMs: NOW });
      for (const [seen, sight] of [
        [{ successRatio: 0.97 }, {}],
        [{ p95Ms: 4_500 }, {}],
        [filled(0.85), {}],
        [{}, { reach: "unknown" }],
      ] as const) {
        const of = before(backSince(judgement, 100));
        expect(next(of, seen, sight).judgement).to.deep.equal(judgement);
      }
    }
  });

  it("ends after the hold-off: healthy from degraded, recovering from failed", () => {
    const healthy = { state: "healthy", sinceMs: NOW };
    const ramp = { state: "recovering", sinceMs: NOW, share: 0.1 };
    for (const [judgement, end] of [
      [degraded, healthy],
      [failed, ramp],
      [mute, ramp],
    ] as const) {
      const soon = backSince(judgement, 29.999);
      expect(next(before(soon)).judgement).to.deep.equal(soon);
      expect(next(before(backSince(judgement, 30))).judgement).to.deep.equal(end);
    }
  });

  it("is longer by relapses", () => {
    const relapses = { relapses: 2 };
    const soon = backSince(failed, 59.999);
    expect(next(before(soon, relapses)).judgement).to.deep.equal(soon);
    expect(next(before(backSince(failed, 60), relapses)).judgement.state).to.equal("recovering");
    const degradedSoon = backSince(degraded, 59.999);
    expect(next(before(degradedSoon, relapses)).judgement).to.deep.equal(degradedSoon);
  });

  it("needs signals, but for what probes alone have taken out", () => {
    expect(next(before(backSince(failed, 40)), {}, blind).judgement).to.deep.equal(failed);
    expect(next(before(backSince(degraded, 40)), {}, blind).judgement).to.deep.equal(degraded);
    expect(next(before(backSince(mute, 40)), {}, blind).judgement.state).to.equal("recovering");
  });

  it("is up the ramp while all is well, nearly full included", () => {
    const climbed = { ...recovering, share: 0.4 + 0.9 / 120 };
    expect(next(before(recovering)).judgement).to.deep.equal(climbed);
    expect(next(before(recovering), filled(0.85)).judgement).to.deep.equal(climbed);
    expect(next(before(recovering), {}, blind).judgement).to.deep.equal(climbed);
    expect(next(before(recovering), filled(0.95)).judgement).to.equal(recovering);
    expect(next(before(recovering), { p95Ms: 4_500 }).judgement).to.equal(recovering);
    expect(next(before(recovering), {}, { reach: "unknown" }).judgement).to.equal(recovering);
  });

  it("ends at all of the capacity, but for rounding", () => {
    const at = (share: number): Judgement => next(before({ ...recovering, share })).judgement;
    const rise = 0.9 / 120;
    expect(at(1 - rise - 1e-10)).to.deep.equal({ state: "healthy", sinceMs: NOW });
    expect(at(1 - rise - 1e-8).state).to.equal("recovering");
  });
});

describe("a relapse", () => {
  const slow = { p95Ms: 6_000 };
  const badSinceMs = { latency: NOW - 20_000 };

  it("is when a region that was not out gets out", () => {
    expect(next(before(well, { relapses: 2, badSinceMs }), slow).relapses).to.equal(3);
    expect(next(before(recovering, { relapses: 2, badSinceMs }), slow).relapses).to.equal(3);
    expect(next(before(well), {}, { reach: "lost" }).relapses).to.equal(1);
  });

  it("is none when it only gets worse, or back", () => {
    expect(next(before(degraded, { relapses: 2 }), {}, { reach: "lost" }).relapses).to.equal(2);
    expect(next(before(failed, { relapses: 2 })).relapses).to.equal(2);
    expect(next(before(recovering, { relapses: 2 })).relapses).to.equal(2);
  });

  it("is forgiven after half an hour of health", () => {
    const since = (ago: number, state: "healthy" | "degraded" = "healthy") =>
      next(before({ state, sinceMs: NOW - ago }, { relapses: 2 })).relapses;
    expect([since(1_799_999), since(1_800_000), since(1_800_000, "degraded")]).to.deep.equal([
      2, 0, 2,
    ]);
  });
});

describe("a hold-off", () => {
  it("is doubled by each relapse after the first, up to a quarter of an hour", () => {
    const waits = [0, 1, 2, 3, 6, 7].map((relapses) =>
      holdOffMs("failed", relapses, shippedSettings),
    );
    expect(waits).to.deep.equal([30_000, 30_000, 60_000, 120_000, 900_000, 900_000]);
  });

  it("is each state's own", () => {
    const recovery = { ...shippedSettings.recovery, degradedHoldOffSeconds: 7 };
    const settings = { ...shippedSettings, recovery };
    expect(holdOffMs("degraded", 2, settings)).to.equal(14_000);
    expect(holdOffMs("failed", 2, settings)).to.equal(60_000);
  });
});
