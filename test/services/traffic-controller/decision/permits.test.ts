import { expect } from "chai";
import type {
  Judgement,
  RegionHealth,
} from "../../../../services/traffic-controller/decision/memory";
import type { Override } from "../../../../services/traffic-controller/decision/override";
import {
  allowedByPin,
  type Conditions,
  permitsOfAll,
} from "../../../../services/traffic-controller/decision/permits";

const [YES, NO] = [true, false];
const sinceMs = 1_000;

const states = {
  well: { state: "healthy", sinceMs },
  ill: { state: "degraded", sinceMs },
  silent: { state: "failed", sinceMs, by: "probes" },
  bad: { state: "failed", sinceMs, by: "signals" },
} as const satisfies Record<string, Judgement>;

const order = (kind: "drain" | "exclude"): Override => ({
  kind,
  region: "any",
  id: "1",
  reason: "works",
  author: "me",
  expiresAtMs: 9_000,
});

/** What is the matter with each of the regions. */
type Matter = keyof typeof states | "blind" | "drained" | "excluded" | "blind and drained";

function conditionsOf(matters: readonly Matter[]): Conditions {
  const health = matters.map((matter): RegionHealth => ({
    judgement: matter in states ? states[matter as keyof typeof states] : states.well,
    badSinceMs: {},
    relapses: 0,
  }));
  return {
    health,
    standing: {
      drained: matters.map((matter) => (/drained/.test(matter) ? order("drain") : undefined)),
      excluded: matters.map((matter) => (matter === "excluded" ? order("exclude") : undefined)),
      pinned: matters.map(() => undefined),
      frozen: false,
      accepted: [],
      refused: [],
    },
    blind: matters.map((matter) => /blind/.test(matter)),
  };
}

const permitsOf = (...matters: readonly Matter[]) =>
  permitsOfAll([matters.map(() => false)], conditionsOf(matters))[0];

describe("what an entry may do with a region", () => {
  it("is all, with regions that are well or degraded", () => {
    expect(permitsOf("well", "ill")).to.deep.equal({
      allowed: [YES, YES],
      open: [YES, YES],
      held: [NO, NO],
      hasChoice: true,
    });
  });

  it("is nothing, with one that has failed or is excluded", () => {
    expect(permitsOf("well", "silent", "bad", "excluded")).to.deep.equal({
      allowed: [YES, NO, NO, NO],
      open: [YES, NO, NO, NO],
      held: [NO, NO, NO, NO],
      hasChoice: true,
    });
  });

  it("is to keep what it has, with one without signals, and to give nothing new to one that is drained", () => {
    expect(permitsOf("well", "blind", "drained", "blind and drained")).to.deep.equal({
      allowed: [YES, YES, YES, YES],
      open: [YES, NO, NO, NO],
      held: [NO, YES, NO, NO],
      hasChoice: true,
    });
  });

  it("is to use one without signals, if nothing is left that is well known", () => {
    expect(permitsOf("bad", "blind", "drained")).to.deep.equal({
      allowed: [NO, YES, YES],
      open: [NO, YES, NO],
      held: [NO, YES, NO],
      hasChoice: false,
    });
  });

  it("is to use one that is drained, if nothing else is left", () => {
    expect(permitsOf("bad", "drained", "blind and drained")).to.deep.equal({
      allowed: [NO, YES, YES],
      open: [NO, YES, YES],
      held: [NO, NO, NO],
      hasChoice: false,
    });
  });

  it("is nothing by a link that is down, for each entry by its own links", () => {
    const all = permitsOfAll(
      [
        [NO, NO],
        [NO, YES],
        [NO, YES],
        [YES, NO],
        [NO, NO],
      ],
      conditionsOf(["well", "well"]),
    );
    expect(all.map(({ allowed, open }) => [allowed, open])).to.deep.equal([
      [
        [YES, YES],
        [YES, YES],
      ],
      [
        [YES, NO],
        [YES, NO],
      ],
      [
        [YES, NO],
        [YES, NO],
      ],
      [
        [NO, YES],
        [NO, YES],
      ],
      [
        [YES, YES],
        [YES, YES],
      ],
    ]);
  });

  it("is told once for entries one after another that reach the same regions", () => {
    const [one, same, other] = permitsOfAll(
      [
        [NO, NO, YES],
        [NO, NO, YES],
        [NO, YES, YES],
      ],
      conditionsOf(["well", "well", "well"]),
    );
    expect(same).to.equal(one);
    expect(other).not.to.equal(one);
    expect(other?.allowed).to.deep.equal([YES, NO, NO]);
  });
});

describe("what a pin may use", () => {
  it("is what answers and is not excluded, whatever its signals say", () => {
    const conditions = conditionsOf([
      "well",
      "ill",
      "silent",
      "bad",
      "excluded",
      "drained",
      "blind",
    ]);
    expect(allowedByPin([NO, NO, NO, NO, NO, NO, NO], conditions)).to.deep.equal([
      YES,
      YES,
      NO,
      YES,
      NO,
      YES,
      YES,
    ]);
  });

  it("is nothing by a link that is down", () => {
    expect(allowedByPin([NO, YES], conditionsOf(["well", "well"]))).to.deep.equal([YES, NO]);
  });
});
