import { expect } from "chai";
import * as fc from "fast-check";
import { ModelBudget } from "../../../../../sandbox/live/stand-ins/llm-processor/model-budget";

describe("the requests to the model", () => {
  it("may be as many at once as a second allows, then one after the other", () => {
    const budget = new ModelBudget(4);
    const waits = Array.from({ length: 7 }, () => budget.take(10_000, 1_000));
    expect(waits).to.deep.equal([0, 0, 0, 0, 250, 500, 750]);
  });

  it("are refused where the wait is longer than it may be, and take no turn then", () => {
    const budget = new ModelBudget(2);
    expect(budget.take(0, 400)).to.equal(0);
    expect(budget.take(0, 400)).to.equal(0);
    expect(budget.take(0, 400)).to.equal(undefined);
    expect(budget.take(0, 500)).to.equal(500);
  });

  it("are never more in a second than twice the rate, and at length the rate", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50 }),
        fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 1, maxLength: 300 }),
        (perSecond, gaps) => {
          const budget = new ModelBudget(perSecond);
          let now = 0;
          const turns: number[] = [];
          for (const gap of gaps) {
            now += gap;
            const wait = budget.take(now, 1_000);
            if (wait !== undefined) turns.push(now + wait);
          }
          for (const start of turns) {
            const within = turns.filter((turn) => turn >= start && turn < start + 1_000).length;
            expect(within).to.be.at.most(2 * perSecond);
          }
          const lasted = (turns.at(-1) ?? 0) / 1_000;
          expect(turns.length).to.be.at.most(perSecond * (lasted + 1) + 1);
        },
      ),
    );
  });
});
