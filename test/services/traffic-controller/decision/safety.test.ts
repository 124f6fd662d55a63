import { expect } from "chai";
import fc from "fast-check";
import { decide, type Decision } from "../../../../services/traffic-controller/decision/decide";
import { firstMemory, type Memory } from "../../../../services/traffic-controller/decision/memory";
import type { Topology } from "../../../../config/topology";
import type { DecisionSettings } from "../../../../services/traffic-controller/settings";
import type { Snapshot } from "../../../../services/traffic-controller/decision/snapshot";
import { runs } from "./runs";
import { type Conditions, stories, World } from "./worlds";

/** One tick of a story, with what the controller knew before. */
interface Moment {
  readonly before: Memory;
  readonly after: Decision;
  readonly conditions: Conditions;
  readonly settings: DecisionSettings;
  readonly nowMs: number;
}

/** Asserts something of every tick of random histories in random worlds. */
function always(check: (moment: Moment) => void, usual = 30): void {
  fc.assert(
    fc.property(stories, ({ topology, settings, phases }) => {
      moments(topology, settings, phases, check);
    }),
    runs(usual),
  );
}

function moments(
  topology: Topology,
  settings: DecisionSettings,
  phases: readonly { seconds: number; conditions: Conditions }[],
  check: (moment: Moment) => void,
): void {
  const world = new World(topology, settings);
  let before = firstMemory(topology, world.nowMs);
  for (const { seconds, conditions } of phases) {
    for (let second = 0; second < seconds; second++) {
      const after = world.tick(conditions);
      check({ before, after, conditions, settings, nowMs: world.nowMs });
      before = after.next;
    }
  }
}

/** Whether an entry has to leave a region at once. */
const mustLeave = ({ states, next }: Decision, entry: number, region: number): boolean =>
  states[region] === "failed" || next.down[entry]?.[region] === true;

const sum = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0);

const movedPoints = (from: readonly number[], to: readonly number[]): number =>
  sum(from.map((points, region) => Math.max(0, points - (to[region] ?? 0))));

describe("whatever happens", () => {
  it("rows are whole points that sum to 100, none below zero", () => {
    always(({ after }) => {
      expect(after.rows).to.have.length(after.regions.length);
      for (const row of after.rows) {
        expect(row).to.have.length(after.regions.length);
        expect(row.every((points) => Number.isInteger(points) && points >= 0)).to.equal(true);
        expect(sum(row)).to.equal(100);
      }
    });
  });

  it("a region that has failed, or that an entry cannot reach, gets nothing of it", () => {
    always(({ after }) => {
      after.rows.forEach((row, entry) => {
        const nobody = row.every((_, region) => mustLeave(after, entry, region));
        row.forEach((points, region) => {
          if (points > 0 && mustLeave(after, entry, region)) {
            expect([nobody, region]).to.deep.equal([true, entry]);
          }
        });
      });
    });
  });

  it("an entry that can reach nobody serves all of its requests itself", () => {
    always(({ after }) => {
      after.rows.forEach((row, entry) => {
        const others = row.filter(
          (_, region) => region !== entry && !mustLeave(after, entry, region),
        );
        if (others.length === 0) expect(row[entry]).to.equal(100);
      });
    });
  });

  it("no step is larger than the configured one, but away from where requests must not be", () => {
    always(({ before, after, settings }) => {
      after.rows.forEach((row, entry) => {
        const old = before.rows[entry] ?? [];
        const forced = sum(old.filter((_, region) => mustLeave(after, entry, region)));
        expect(movedPoints(old, row)).to.be.at.most(settings.shift.maxStepPoints + forced);
      });
    });
  });

  it("an entry shifts once in a hold-down at most, but away from where requests must not be", () => {
    always(({ before, after, settings, nowMs }) => {
      after.rows.forEach((row, entry) => {
        const old = before.rows[entry] ?? [];
        const forced = sum(old.filter((_, region) => mustLeave(after, entry, region)));
        const since = nowMs - (before.shiftedAtMs[entry] ?? -Infinity);
        if (since < settings.shift.holdDownSeconds * 1_000) {
          expect(movedPoints(old, row)).to.be.at.most(forced);
        }
      });
    });
  });

  it("no more than half of the regions fail at a time, and never all", () => {
    always(({ after: { states } }) => {
      const failed = states.filter((state) => state === "failed").length;
      expect(failed).to.be.at.most(Math.max(1, Math.floor(states.length / 2)));
      expect(failed).to.be.below(states.length);
    });
  });

  it("without signals a region keeps its state, but for probes, and its shares of every entry", () => {
    always(({ before, after, conditions }) => {
      after.regions.forEach((name, region) => {
        const isBlind =
          conditions.silent?.includes(name) === true ||
          (name in (conditions.signals ?? {}) && conditions.signals?.[name] === undefined);
        if (!isBlind) return;
        const [was, is] = [before.health[region]?.judgement, after.next.health[region]?.judgement];
        const byProbes = [was, is].some((one) => one?.state === "failed" && one.by === "probes");
        const isSpared = after.reasons.some((it) => it.code === "spared" && it.region === name);
        if (was?.state !== is?.state && was?.state !== "recovering") {
          expect(byProbes || isSpared).to.equal(true);
        }
        after.rows.forEach((row, entry) => {
          const old = before.rows[entry] ?? [];
          if (old.some((points, other) => points > 0 && mustLeave(after, entry, other))) return;
          expect(row[region]).to.equal(old[region]);
          if (entry === region) expect(row).to.deep.equal(old);
        });
      });
    });
  });

  it("what is not changed is not written", () => {
    always(({ before, after }) => {
      const differs = after.regions.filter(
        (_, entry) => movedPoints(before.rows[entry] ?? [], after.rows[entry] ?? []) > 0,
      );
      expect(after.changed).to.deep.equal(differs);
    });
  });

  it("every number of the matrix is one, and each of its rows sums to 100", () => {
    always(({ after }) => {
      for (const row of after.matrix) {
        expect(row.every((share) => share > -1e-6 && share < 100.001)).to.equal(true);
        expect(sum(row)).to.be.closeTo(100, 1e-3);
      }
    });
  });
});

describe("the same situation", () => {
  it("gives the same decision on every controller, in whatever order things are listed", () => {
    fc.assert(
      fc.property(stories, ({ topology, settings, phases }) => {
        const [one, other] = [new World(topology, settings), new World(topology, settings)];
        for (const { seconds, conditions } of phases) {
          const first = one.pass(seconds, conditions);
          const signals = Object.fromEntries(Object.entries(conditions.signals ?? {}).reverse());
          const second = other.pass(seconds, { ...conditions, signals });
          expect(second).to.deep.equal(first);
        }
      }),
      runs(25),
    );
  });

  it("is left as it was", () => {
    fc.assert(
      fc.property(stories, ({ topology, settings, phases }) => {
        const world = new World(topology, settings);
        let previous = firstMemory(topology, world.nowMs);
        for (const { conditions } of phases) {
          const situation = deepFrozen({
            topology,
            settings,
            snapshot: servedByFirst(world.look(conditions)),
            previous,
            overrides: [],
            nowMs: previous.atMs + 1_000,
          });
          previous = decide(situation).next;
        }
      }),
      runs(25),
    );
  });
});

/** Every entry says that it serves all of its requests by the first region. */
const servedByFirst = (snapshot: Snapshot): Snapshot => {
  const names = Object.keys(snapshot);
  const served = Object.fromEntries(names.map((name, index) => [name, index === 0 ? 100 : 0]));
  return Object.fromEntries(names.map((name) => [name, { ...snapshot[name], served }]));
};

function deepFrozen<Value>(value: Value): Value {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFrozen);
  }
  return value;
}
