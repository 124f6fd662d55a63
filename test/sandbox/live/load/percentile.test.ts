import { expect } from "chai";
import * as fc from "fast-check";
import { latencyOf, percentile } from "../../../../sandbox/live/load/percentile";

describe("percentiles of a load", () => {
  it("are values that were measured, by nearest rank", () => {
    const hundred = Array.from({ length: 100 }, (_, index) => index + 1);
    expect([0.5, 0.95, 0.99, 1].map((part) => percentile(hundred, part))).to.deep.equal([
      50, 95, 99, 100,
    ]);
    expect(percentile([7], 0.01)).to.equal(7);
    expect(percentile([1, 2, 3], 0.5)).to.equal(2);
    expect(percentile([], 0.95)).to.equal(undefined);
    expect(latencyOf([30, 10, 20])).to.deep.equal({
      count: 3,
      p50Ms: 20,
      p95Ms: 30,
      p99Ms: 30,
      maxMs: 30,
    });
    expect(latencyOf([])).to.equal(undefined);
  });

  it("are the smallest value that so many values do not exceed", () => {
    const values = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 1 });
    const parts = fc.integer({ min: 1, max: 1_000 }).map((thousandths) => thousandths / 1_000);
    fc.assert(
      fc.property(values, parts, (unsorted, part) => {
        const sorted = [...unsorted].sort((one, other) => one - other);
        const value = percentile(sorted, part) ?? Number.NaN;
        const share = (most: (one: number) => boolean): number => sorted.filter(most).length;
        expect(sorted).to.include(value);
        expect(share((one) => one <= value)).to.be.at.least(part * sorted.length);
        expect(share((one) => one < value)).to.be.below(part * sorted.length);
      }),
    );
  });
});
