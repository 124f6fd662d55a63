import { expect } from "chai";
import fc from "fast-check";
import { compare, median, percentile } from "../../bench/statistics";

const seconds = fc.double({ min: 0.001, max: 1_000, noNaN: true });
const series = fc.array(seconds, { minLength: 1, maxLength: 20 });
const pairs = fc.array(fc.record({ ours: seconds, peer: seconds }), {
  minLength: 1,
  maxLength: 20,
});

describe("the median", () => {
  it("is the middle one of an odd number of values, whatever their order", () => {
    expect(median([9, 1, 5])).to.equal(5);
  });

  it("is the mean of the two in the middle of an even number", () => {
    expect(median([10, 1, 4, 2])).to.equal(3);
  });

  it("sorts by size, not as text", () => {
    expect(median([10, 9, 100])).to.equal(10);
  });

  it("refuses to make up a value", () => {
    expect(() => median([])).to.throw(RangeError, "A median needs at least one value.");
  });

  it("has as many values on either side of it", () => {
    fc.assert(
      fc.property(series, (values) => {
        const middle = median(values);
        const below = values.filter((value) => value < middle).length;
        const above = values.filter((value) => value > middle).length;
        expect(below).to.be.at.most(values.length / 2);
        expect(above).to.be.at.most(values.length / 2);
      }),
    );
  });

  it("leaves the values as they were", () => {
    const values = [3, 1, 2];
    median(values);
    expect(values).to.deep.equal([3, 1, 2]);
  });
});

describe("a comparison of pairs", () => {
  it("is the median of the pairs' ratios, not the ratio of the medians", () => {
    const busyMinute = { ours: 40, peer: 20 };
    const comparison = compare([{ ours: 3, peer: 1 }, busyMinute, { ours: 5, peer: 10 }]);
    expect(comparison).to.deep.equal({ ratio: 2, min: 0.5, max: 3, ours: 5, peer: 10 });
  });

  it("lies between its lowest and its highest ratio", () => {
    fc.assert(
      fc.property(pairs, (measured) => {
        const { ratio, min, max } = compare(measured);
        expect(ratio).to.be.within(min, max);
      }),
    );
  });

  it("does not depend on the unit, nor on how slow the machine is", () => {
    fc.assert(
      fc.property(pairs, fc.constantFrom(2, 4, 1_024), (measured, slower) => {
        const slow = measured.map(({ ours, peer }) => ({
          ours: ours * slower,
          peer: peer * slower,
        }));
        expect(compare(slow).ratio).to.equal(compare(measured).ratio);
      }),
    );
  });
});

describe("a percentile", () => {
  it("is the least value that so many of the values do not exceed", () => {
    const values = Array.from({ length: 200 }, (_, index) => 200 - index);
    expect(percentile(values, 0.99)).to.equal(198);
    expect(percentile([7], 0.5)).to.equal(7);
    expect(percentile([1, 2], 0)).to.equal(1);
  });

  it("of nothing is none", () => {
    expect(() => percentile([], 0.5)).to.throw(RangeError);
  });
});
