import { expect } from "chai";
import {
  FailoverJudge,
  takesOut,
} from "../../../../services/traffic-controller/api/failover-events";
import type { Override } from "../../../../services/traffic-controller/decision/override";
import { watched, type Watched } from "./watched";

const order = (more: Partial<Override>): Override =>
  ({
    id: "o",
    reason: "new machines",
    author: "ana",
    expiresAtMs: 100_000_000,
    ...more,
  }) as Override;

const shared = { atlantis: 40, brigadoon: 20, camelot: 40, dinotopia: 0 };

/** One that serves a row with camelot in it, as it has been told to do for good. */
function sharing(): Watched {
  const one = watched();
  one.told.routes = { resourceVersion: "7", weights: shared, isAsWritten: true };
  one.pass(1);
  one.forget();
  return one;
}

const told = ({ rows }: Watched): string[] => rows.map(({ kind, region }) => `${kind} ${region}`);

/** Kinds in their order, each once in a row. */
const course = (one: Watched): string[] =>
  told(one).filter((kind, index, all) => kind !== all[index - 1]);

describe("what is kept of an entry's moves", () => {
  it("is that a region has failed, and the steps by which it comes back", () => {
    const one = sharing();
    one.told.dead = ["camelot"];
    one.pass(20);
    expect(told(one)).to.deep.equal(["failover camelot"]);
    expect(one.rows.map(takesOut)).to.deep.equal([true]);
    one.told.dead = [];
    one.told.signals = { demandIntentsPerMinute: 3_000 };
    one.pass(400);
    expect(course(one).filter((kind) => kind.endsWith("camelot"))).to.deep.equal([
      "failover camelot",
      "recovery camelot",
    ]);
  });

  it("is that an operator has drained a region, step by step, and that this is over", () => {
    const one = sharing();
    one.told.overrides = [order({ kind: "drain", region: "camelot" })];
    one.pass(60);
    expect(course(one)).to.deep.equal(["drain camelot"]);
    expect(one.rows.length).to.be.at.least(2);
    expect(one.rows[0]?.reason).to.equal("camelot is drained by order of ana: new machines.");
    expect(one.rows.some(takesOut)).to.equal(false);
    one.forget();
    one.told.overrides = [];
    one.told.signals = { demandIntentsPerMinute: 3_000 };
    one.pass(60);
    expect(told(one).filter((kind) => kind.endsWith("camelot"))).to.deep.equal(["lift camelot"]);
  });

  it("is that an operator has given the entry a row, and that it is its own again", () => {
    const one = sharing();
    const weights = { atlantis: 0, brigadoon: 0, camelot: 0, dinotopia: 100 };
    one.told.overrides = [order({ kind: "pin", entry: "atlantis", weights })];
    one.pass(80);
    expect(course(one)).to.deep.equal(["pin dinotopia"]);
    expect(one.rows[0]?.reason).to.equal("atlantis is pinned by order of ana: new machines.");
    one.forget();
    one.told.overrides = [];
    one.pass(20);
    expect(told(one).slice(0, 1)).to.deep.equal(["lift atlantis"]);
    expect(one.rows[0]?.reason).to.equal("The order has been lifted or has expired.");
  });

  it("has an id of its own for each, and weights as they were before and after", () => {
    const one = sharing();
    one.told.overrides = [order({ kind: "exclude", region: "camelot" })];
    one.pass(20);
    const [first] = one.rows;
    expect(first?.kind).to.equal("drain");
    expect(first?.before).to.deep.equal(shared);
    expect(first?.after["camelot"]).to.equal(0);
    expect(new Set(one.rows.map(({ id }) => id)).size).to.equal(one.rows.length);
  });

  it("is that a link has gone down, though its region is well for others", () => {
    const one = sharing();
    const { decision } = one.tickOnly();
    const down = decision.regions.map((_, entry) =>
      decision.regions.map((__, region) => entry === 0 && region === 2),
    );
    const after = { atlantis: 70, brigadoon: 20, camelot: 10, dinotopia: 0 };
    const [event, ...more] = new FailoverJudge().judge({
      entry: "atlantis",
      before: shared,
      after,
      decision: { ...decision, next: { ...decision.next, down } },
      atMs: one.nowMs,
    });
    expect(more).to.deep.equal([]);
    expect(event).to.deep.include({ kind: "failover", region: "camelot", after });
    // It has got less, and is not out.
    expect(event && takesOut(event)).to.equal(false);
  });

  it("is nothing of a row that stays as it is", () => {
    const one = sharing();
    const { decision } = one.tickOnly();
    const move = { entry: "atlantis", before: shared, after: shared, decision, atMs: one.nowMs };
    expect(new FailoverJudge().judge(move)).to.deep.equal([]);
  });
});
