import { expect } from "chai";
import {
  decide,
  type Situation,
  weightsOf,
} from "../../../../services/traffic-controller/decision/decide";
import type { Override } from "../../../../services/traffic-controller/decision/override";
import {
  decisionSettingsSchema,
  shippedSettings,
} from "../../../../services/traffic-controller/settings";
import { camelot, four } from "./camelot";
import { type Conditions, topologyOf, World } from "./worlds";

const NOW = 1_000_000;

const situation = (conditions: Conditions = {}, more: Partial<Situation> = {}): Situation => ({
  topology: four,
  settings: shippedSettings,
  snapshot: new World(four).look(conditions),
  overrides: [],
  nowMs: NOW,
  ...more,
});

const busy = (demandIntentsPerMinute: number): Conditions => camelot({ demandIntentsPerMinute });

const drain: Override = {
  id: "7",
  kind: "drain",
  region: "dinotopia",
  reason: "works",
  author: "ada",
  expiresAtMs: NOW + 600_000,
};

describe("a decision", () => {
  it("is nothing new while all is well", () => {
    const { regions, states, rows, matrix, changed, reasons } = decide(situation());
    expect(regions).to.deep.equal(["atlantis", "brigadoon", "camelot", "dinotopia"]);
    expect(states).to.deep.equal(["healthy", "healthy", "healthy", "healthy"]);
    const own = regions.map((entry) => regions.map((region) => (region === entry ? 100 : 0)));
    expect(rows).to.deep.equal(own);
    expect(matrix.map((row) => row.map(Math.round))).to.deep.equal(own);
    expect(changed).to.deep.equal([]);
    expect(reasons).to.deep.equal([]);
  });

  it("names the entries whose rows change, and remembers when they did", () => {
    const first = decide(situation(busy(1_700)));
    expect(first.changed).to.deep.equal(["camelot"]);
    expect(first.rows[2]).to.deep.equal([0, 20, 80, 0]);
    expect(first.next.rows).to.deep.equal(first.rows);
    expect(first.next.shiftedAtMs).to.deep.equal([undefined, undefined, NOW, undefined]);
    expect(first.next.atMs).to.equal(NOW);
    expect(first.next.regions).to.deep.equal(first.regions);
    const second = decide(situation(busy(1_700), { previous: first.next, nowMs: NOW + 1_000 }));
    expect(second.changed).to.deep.equal([]);
    expect(second.next.shiftedAtMs).to.deep.equal([undefined, undefined, NOW, undefined]);
  });

  it("shifts a row again when the hold-down is over, to the millisecond", () => {
    const { next } = decide(situation(busy(1_700)));
    const later = (ms: number) =>
      decide(situation(busy(1_700), { previous: next, nowMs: NOW + ms })).changed;
    expect(later(9_999)).to.deep.equal([]);
    expect(later(10_000)).to.deep.equal(["camelot"]);
  });

  it("begins with the row that an entry says it serves", () => {
    const { snapshot } = situation(busy(1_700));
    const served = { atlantis: 0, brigadoon: 10, camelot: 80, dinotopia: 10 };
    const decision = decide(
      situation(undefined, {
        snapshot: { ...snapshot, camelot: { ...snapshot.camelot, served } },
      }),
    );
    // It counts as shifted now.
    expect(decision.rows[2]).to.deep.equal([0, 10, 80, 10]);
    expect(decision.changed).to.deep.equal([]);
  });

  it("plans an entry without requests with one a minute", () => {
    const free = topologyOf([{ location: { latitude: 0, longitude: 170 } }, {}, {}]);
    const none = { demandIntentsPerMinute: 0 };
    const world = new World(free);
    const full = { utilisation: { cpu: 0.95, memory: 0, network: 0, intents: 0 } };
    const decision = world.pass(60, {
      signals: { atlantis: { ...none, ...full }, brigadoon: none, camelot: none },
    });
    expect(decision.states[0]).to.equal("degraded");
    expect(decision.rows[0]?.[0]).to.equal(0);
  });

  it("calls a region that an operator takes out draining, and remembers the order", () => {
    const exclude: Override = { ...drain, kind: "exclude", id: "8", region: "atlantis" };
    const { states, next, rows } = decide(situation({}, { overrides: [drain, exclude] }));
    expect(states).to.deep.equal(["draining", "healthy", "healthy", "draining"]);
    expect(next.accepted).to.deep.equal(["7", "8"]);
    expect(rows.map((row) => row[0])).to.deep.equal([0, 0, 0, 0]);
    expect(rows[3]).to.deep.equal([0, 0, 20, 80]);
  });

  it("moves nothing while all is frozen", () => {
    const freeze: Override = { ...drain, kind: "freeze", id: "9" };
    const decision = decide(situation(busy(1_700), { overrides: [freeze] }));
    expect(decision.changed).to.deep.equal([]);
    expect(decision.reasons.map(({ code }) => code)).to.include("frozen");
  });

  it("believes signals and probes as long as they are fresh, each by its own age", () => {
    const seen = situation({ cut: ["*>camelot"] });
    const aged = (probesAgeMs: number): Situation["snapshot"] =>
      Object.fromEntries(
        Object.entries(seen.snapshot).map(([name, report]) => [
          name,
          {
            ...report,
            ...(report.probes && { probes: { ageMs: probesAgeMs, to: failing(report.probes.to) } }),
          },
        ]),
      );
    const failing = (to: Readonly<Record<string, { failures: number; successes: number }>>) =>
      Object.fromEntries(
        Object.entries(to).map(([name, probe]) => [
          name,
          name === "camelot" ? { failures: 2, successes: 0 } : probe,
        ]),
      );
    const state = (ageMs: number) => decide({ ...seen, snapshot: aged(ageMs) }).states[2];
    expect([state(3_000), state(3_001)]).to.deep.equal(["failed", "healthy"]);
  });

  it("keeps the row of an entry that says nothing, and what others send to its region", () => {
    const conditions = { ...busy(1_700), silent: ["camelot"] };
    const decision = decide(situation(conditions));
    expect(decision.changed).to.deep.equal([]);
    expect(decision.reasons.map(({ code }) => code)).to.deep.equal(["signals-missing", "blind"]);
    const full = decide(
      situation({ signals: { camelot: undefined, dinotopia: { demandIntentsPerMinute: 1_700 } } }),
    );
    expect(full.rows[3]?.[2]).to.equal(0);
  });

  it("leads away at once from a region that does not answer, and follows no pin by a dead link", () => {
    const world = new World(four);
    world.pass(2, { cut: ["*>camelot"] });
    expect(world.decision?.rows[2]?.[2]).to.equal(0);
    expect(world.decision?.reasons).to.deep.include({
      code: "evacuated",
      entry: "camelot",
      points: 100,
    });
    const pin: Override = {
      ...drain,
      kind: "pin",
      entry: "atlantis",
      weights: { atlantis: 0, brigadoon: 90, camelot: 0, dinotopia: 10 },
    };
    const pinned = new World(four);
    const cut = ["atlantis>brigadoon"];
    expect(pinned.pass(70, { cut, overrides: [pin] }).rows[0]).to.deep.equal([0, 0, 0, 100]);
  });

  it("lets a region come back as time goes by", () => {
    const { next } = decide(situation());
    const health = next.health.map((one, index) =>
      index === 2
        ? { ...one, judgement: { state: "recovering", sinceMs: NOW, share: 0.4 } as const }
        : one,
    );
    const later = decide(situation({}, { previous: { ...next, health }, nowMs: NOW + 4_000 }));
    expect(later.next.health[2]?.judgement).to.deep.include({
      state: "recovering",
      share: 0.4 + (0.9 * 4) / 120,
    });
  });

  it("takes a region for asked too much by its own capacity", () => {
    const asked = (attempts: number) => decide(situation(camelot({ attempts }))).next.health[2];
    expect(asked(425)?.overloadedAtMs).to.equal(undefined);
    expect(asked(426)?.overloadedAtMs).to.equal(NOW);
  });

  it("raises no alert about what is still on a region that is drained", () => {
    const overrides: Override[] = [{ ...drain, kind: "drain", region: "camelot" }];
    const decision = decide(situation(busy(1_700), { overrides }));
    expect(decision.rows[2]?.[2]).to.equal(80);
    expect(decision.reasons.map(({ code }) => code)).not.to.include("overloaded");
  });

  it("does not write a single point", () => {
    const { snapshot } = situation();
    const served = { atlantis: 0, brigadoon: 1, camelot: 99, dinotopia: 0 };
    const serving = { ...snapshot, camelot: { ...snapshot.camelot, served } };
    const { next } = decide(situation({}, { snapshot: serving }));
    const later = decide(situation({}, { previous: next, nowMs: NOW + 12_000 }));
    expect(later.rows[2]).to.deep.equal([0, 1, 99, 0]);
    expect(later.matrix[2]?.map(Math.round)).to.deep.equal([0, 0, 100, 0]);
  });

  it("goes by the settings that it is given", () => {
    const settings = decisionSettingsSchema.parse({ shift: { maxStepPoints: 7 } });
    expect(decide(situation(busy(1_700), { settings })).rows[2]).to.deep.equal([0, 7, 93, 0]);
  });
});

describe("what is written for an entry", () => {
  it("is its row by the names of the regions", () => {
    const decision = decide(situation(busy(1_700)));
    expect(weightsOf(decision, "camelot")).to.deep.equal({
      atlantis: 0,
      brigadoon: 20,
      camelot: 80,
      dinotopia: 0,
    });
    expect(() => weightsOf(decision, "utopia")).to.throw("The decision has no entry utopia.");
  });
});
