import { expect } from "chai";
import fc from "fast-check";
import { AlertWatch, OVER_AFTER_MS } from "../../../../services/traffic-controller/api/alert-watch";
import { History, KEPT } from "../../../../services/traffic-controller/api/history";
import { historyText } from "../../../../services/traffic-controller/api/history-text";

describe("the history", () => {
  it("keeps the newest of any number, the newest first, and counts all", () => {
    fc.assert(
      fc.property(
        fc.nat(60),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 60 }),
        (happened, capacity, limit) => {
          const history = new History(0, capacity);
          for (let index = 0; index < happened; index++) {
            history.add({ kind: "leader", text: String(index), why: [] }, index);
          }
          const { total, entries } = history.answer(limit);
          expect(total).to.equal(happened);
          const given = Math.min(happened, capacity, limit);
          expect(entries.map(({ text }) => Number(text))).to.deep.equal(
            Array.from({ length: given }, (_, index) => happened - 1 - index),
          );
        },
      ),
    );
  });

  it("keeps no more than 500 unless it is told otherwise", () => {
    const history = new History(0);
    for (let index = 0; index < 2 * KEPT; index++) {
      history.add({ kind: "leader", text: "", why: [] }, index);
    }
    expect(KEPT).to.equal(500);
    expect(history.answer(10_000).entries).to.have.length(500);
  });

  it("is as text a line for what happened, and lines for why", () => {
    const history = new History(0);
    history.add(
      {
        kind: "write",
        text: "The row is now a 100.",
        why: ["a is near."],
        before: { a: 90, b: 10 },
        after: { a: 100, b: 0 },
      },
      1_000,
    );
    expect(historyText(history.answer(5)).split("\n")).to.deep.equal([
      "1 since 1970-01-01T00:00:00.000Z, the newest first",
      "",
      "1970-01-01T00:00:01.000Z  The row is now a 100.",
      "    a 90, b 10  ->  a 100",
      "    a is near.",
      "",
    ]);
  });
});

describe("an alert", () => {
  const overloaded = (loadRatio: number) => ({
    code: "overloaded" as const,
    region: "a",
    loadRatio,
  });

  it("begins once, whatever its number does and however it flickers, and ends once", () => {
    const watch = new AlertWatch();
    const told: string[] = [];
    for (let second = 0; second < 60; second++) {
      const is = second < 40 && second % 5 === 0;
      const { begun, ended } = watch.observe(is ? [overloaded(1 + second)] : [], second * 1_000);
      told.push(...begun.map(() => `${second} begun`), ...ended.map(() => `${second} ended`));
    }
    expect(told).to.deep.equal(["0 begun", `${35 + OVER_AFTER_MS / 1_000} ended`]);
  });

  it("is another one for another region, link or order", () => {
    const { begun } = new AlertWatch().observe(
      [
        overloaded(2),
        { code: "overloaded", region: "b", loadRatio: 2 },
        { code: "link-down", entry: "a", region: "b" },
        { code: "link-down", entry: "c", region: "b" },
        { code: "isolated", entry: "a" },
        { code: "isolated", entry: "a" },
      ],
      0,
    );
    expect(begun).to.have.length(5);
  });
});
