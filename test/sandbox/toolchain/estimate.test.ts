import { expect } from "chai";
import fc from "fast-check";
import { priceSteps, remainingSeconds } from "../../../sandbox/toolchain/estimate";

const seconds = fc.double({ min: 0, max: 10_000, noNaN: true });
const fraction = fc.double({ min: 0, max: 1, noNaN: true });

describe("the estimate of the time left", () => {
  it("is exact for a build that goes as expected", () => {
    fc.assert(
      fc.property(seconds, seconds, fraction, seconds, (done, expected, part, ahead) => {
        const left = remainingSeconds({
          expectedDone: done,
          actualDone: done,
          current: { expected, elapsed: expected * part, fraction: part },
          expectedAhead: ahead,
        });
        expect(left).to.be.closeTo(expected * (1 - part) + ahead, 1e-6);
      }),
    );
  });

  it("is nothing when everything is done, however long it took", () => {
    fc.assert(
      fc.property(seconds, seconds, (expectedDone, actualDone) => {
        expect(remainingSeconds({ expectedDone, actualDone, expectedAhead: 0 })).to.equal(0);
      }),
    );
  });

  it("grows with what is ahead and shrinks with what is done", () => {
    fc.assert(
      fc.property(seconds, seconds, fraction, seconds, (actual, expected, part, ahead) => {
        const at = (portion: number, more: number) =>
          remainingSeconds({
            expectedDone: 100,
            actualDone: actual,
            current: { expected, elapsed: 10, fraction: portion },
            expectedAhead: ahead + more,
          });
        expect(at(part, 60)).to.be.greaterThan(at(part, 0));
        expect(at(part / 2, 0)).to.be.at.least(at(part, 0));
      }),
    );
  });

  it("follows a machine that is twice as slow once enough is done to tell", () => {
    const left = remainingSeconds({ expectedDone: 300, actualDone: 600, expectedAhead: 300 });
    expect(left).to.be.within(550, 600);
  });

  it("does not jump at the first packages", () => {
    const left = remainingSeconds({
      expectedDone: 0,
      actualDone: 0,
      current: { expected: 100, elapsed: 3, fraction: 0.01 },
      expectedAhead: 600,
    });
    expect(left).to.be.within(700, 760);
  });
});

describe("the price of steps", () => {
  const all = [
    { name: "a", seconds: 40 },
    { name: "b", seconds: 60 },
    { name: "c", seconds: 5 },
  ];

  it("is the plain figure when nothing is left out", () => {
    expect(priceSteps(all, ["a", "b", "c"])).to.deep.equal(all);
  });

  it("puts what was left out before it on the first step", () => {
    expect(priceSteps(all, ["c"])).to.deep.equal([{ name: "c", seconds: 105 }]);
    expect(priceSteps(all, ["b", "c"])).to.deep.equal([
      { name: "b", seconds: 100 },
      { name: "c", seconds: 5 },
    ]);
  });

  it("leaves out what comes later at no cost", () => {
    expect(priceSteps(all, ["a", "c"])).to.deep.equal([
      { name: "a", seconds: 40 },
      { name: "c", seconds: 5 },
    ]);
  });
});
