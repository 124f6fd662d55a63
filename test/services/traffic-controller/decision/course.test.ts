import { expect } from "chai";
import { type Course, courseOf } from "../../../../services/traffic-controller/decision/course";
import type {
  Judgement,
  RegionHealth,
} from "../../../../services/traffic-controller/decision/memory";
import type { Override } from "../../../../services/traffic-controller/decision/override";
import { permitsOfAll } from "../../../../services/traffic-controller/decision/permits";
import type { Row } from "../../../../services/traffic-controller/decision/row";

const states = {
  well: { state: "healthy", sinceMs: 0 },
  silent: { state: "failed", sinceMs: 0, by: "probes" },
  bad: { state: "failed", sinceMs: 0, by: "signals" },
} as const satisfies Record<string, Judgement>;

type Matter = keyof typeof states | "blind" | "drained";

const order: Override = {
  kind: "drain",
  region: "any",
  id: "1",
  reason: "works",
  author: "me",
  expiresAtMs: 9_000,
};

interface Given {
  readonly row: Row;
  readonly matters: readonly Matter[];
  readonly entry?: number;
  readonly down?: readonly boolean[];
  readonly pin?: Row;
  readonly pause?: "frozen" | "held-down";
}

/** The course of the first entry, with steps of 20 points. */
function course({ row, matters, entry = 0, down, pin, pause }: Given): Course {
  const conditions = {
    health: matters.map((matter): RegionHealth => ({
      judgement: matter in states ? states[matter as keyof typeof states] : states.well,
      badSinceMs: {},
      relapses: 0,
    })),
    standing: {
      drained: matters.map((matter) => (matter === "drained" ? order : undefined)),
      excluded: matters.map(() => undefined),
      pinned: matters.map(() => undefined),
      frozen: false,
      accepted: [],
      refused: [],
    },
    blind: matters.map((matter) => matter === "blind"),
  };
  const links = down ?? matters.map(() => false);
  const [permits] = permitsOfAll([links], conditions);
  if (permits === undefined) throw new Error("There is an entry.");
  return courseOf({ entry, row, down: links, permits, pin, pause }, conditions, 20);
}

const placed = { kind: "placed", outside: 0, movable: 20, isStuck: false, mustMove: false };

describe("the course of a row", () => {
  it("is to go where it is best, a step at a time", () => {
    expect(course({ row: [60, 40], matters: ["well", "well"] })).to.deep.include(placed);
  });

  it("is to leave at once what has failed, and to take a step beside that", () => {
    expect(course({ row: [60, 30, 10], matters: ["well", "bad", "silent"] })).to.deep.include({
      ...placed,
      outside: 40,
      mustMove: true,
    });
  });

  it("is to stay while it is held down, but for what it has to leave", () => {
    const [row, pause] = [[60, 40], "held-down"] as const;
    expect(course({ row, pause, matters: ["well", "well"] })).to.deep.include({
      ...placed,
      movable: 0,
    });
    expect(course({ row, pause, matters: ["well", "bad"] })).to.deep.include({
      ...placed,
      outside: 40,
      movable: 0,
      mustMove: true,
    });
  });

  it("is to leave a region that is drained, even if that makes it worse", () => {
    const matters = ["well", "drained"] as const;
    expect(course({ row: [60, 40], matters })).to.deep.include({ ...placed, mustMove: true });
    expect(course({ row: [100, 0], matters })).to.deep.include(placed);
  });

  it("is kept while an operator has frozen it", () => {
    const matters = ["well", "drained"] as const;
    expect(course({ row: [60, 40], matters, pause: "frozen" })).to.deep.include({
      kind: "kept",
      because: "frozen",
    });
  });

  it("is kept while its own signals are missing, or those of all others that it could use", () => {
    const because = { kind: "kept", because: "blind" };
    expect(course({ row: [60, 40], matters: ["blind", "well"] })).to.deep.include(because);
    expect(course({ row: [0, 40, 60], matters: ["bad", "blind", "blind"] })).to.deep.include(
      because,
    );
    expect(course({ row: [60, 40], matters: ["well", "blind"] })).to.deep.include(placed);
  });

  it("is to leave what has failed though it is stuck, and nothing else", () => {
    const stuck = { ...placed, outside: 40, movable: 0, isStuck: true, mustMove: true };
    expect(course({ row: [60, 40], matters: ["blind", "bad"] })).to.deep.include(stuck);
    const frozen = { row: [60, 40], matters: ["well", "bad"], pause: "frozen" } as const;
    expect(course(frozen)).to.deep.include(stuck);
    const draining = { row: [30, 40, 30], matters: ["well", "bad", "drained"] } as const;
    expect(course({ ...draining, pause: "frozen" })).to.deep.include(stuck);
  });

  it("is to its own region if nobody is left", () => {
    const matters = ["bad", "bad", "silent"] as const;
    expect(course({ row: [60, 40, 0], matters, entry: 1 })).to.deep.include({
      kind: "set",
      row: [0, 100, 0],
      because: "local",
    });
  });
});

describe("the course of a row that is pinned", () => {
  it("is to the pin, a step at a time, whatever signals say", () => {
    const given = { row: [100, 0], matters: ["well", "bad"], pin: [30, 70] } as const;
    expect(course(given)).to.deep.include({
      kind: "set",
      row: [80, 20],
      because: "pinned",
    });
    expect(course(given).permits.allowed).to.deep.equal([true, true]);
    expect(course(given).permits.open).to.deep.equal([true, false]);
    expect(course({ ...given, pause: "held-down" })).to.deep.include({ row: [100, 0] });
  });

  it("is at once away from what does not answer, and to what is left of the pin", () => {
    const given = { row: [50, 40, 10], pin: [20, 50, 30] } as const;
    const matters = ["well", "silent", "well"] as const;
    expect(course({ ...given, matters })).to.deep.include({ row: [40, 0, 60] });
    const down = [false, true, false];
    expect(course({ ...given, matters: ["well", "well", "well"], down })).to.deep.include({
      row: [40, 0, 60],
      because: "pinned",
    });
  });

  it("is as if it were not, if nothing is left of the pin", () => {
    const given = { row: [50, 50], matters: ["well", "silent"], pin: [0, 100] } as const;
    expect(course(given)).to.deep.include({ ...placed, outside: 50, mustMove: true });
  });
});
