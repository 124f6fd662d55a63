import { expect } from "chai";
import * as fc from "fast-check";
import { expectedOf } from "../../drills/expectations";
import { missesOf, missText } from "../../drills/judgement";
import { type Measured, measureNames } from "../../drills/measure";
import { isExercise, roundKindNames } from "../../drills/exercise";

const amounts = fc.integer({ min: 0, max: 100_000 });

/** Some of all measures, each with an amount. */
const anyMeasured: fc.Arbitrary<Measured> = fc
  .subarray([...measureNames])
  .chain((names) =>
    fc.tuple(...names.map((name) => amounts.map((value) => [name, value] as const))),
  )
  .map((entries) => Object.fromEntries(entries));

describe("the judgement of a round", () => {
  it("misses exactly what is limited and above its limit, or was not seen", () => {
    fc.assert(
      fc.property(anyMeasured, anyMeasured, (measured, limits) => {
        const missed = missesOf(measured, limits).map(({ measure }) => measure);
        for (const measure of measureNames) {
          const limit = limits[measure] ?? Infinity;
          const value = measured[measure];
          const isKept = limit === Infinity || (value !== undefined && value <= limit);
          expect(missed.includes(measure), measure).to.equal(!isKept);
        }
      }),
    );
  });

  it("never gets better by a higher value, or by one that is not seen", () => {
    fc.assert(
      fc.property(
        anyMeasured,
        anyMeasured,
        fc.constantFrom(...measureNames),
        amounts,
        (measured, limits, measure, more) => {
          const before = missesOf(measured, limits).length;
          const worse = { ...measured, [measure]: (measured[measure] ?? 0) + more };
          if (measure in measured) {
            expect(missesOf(worse, limits).length).to.be.at.least(before);
          }
          const unseen = Object.fromEntries(
            Object.entries(measured).filter(([name]) => name !== measure),
          );
          expect(missesOf(unseen, limits).length).to.be.at.least(before);
        },
      ),
    );
  });

  it("says in a sentence what was measured and what was expected", () => {
    const texts = missesOf(
      { failedRepeatable: 2, longestWait: 5_250 },
      { failedRepeatable: 0, longestWait: 4_000, weightWritten: 3_000 },
    ).map(missText);
    expect(texts).to.deep.equal([
      "repeatable requests that failed: 2, expected at most 0",
      "longest wait for an answer: 5.25 s, expected at most 4.00 s",
      "weight written after the first failed probe: not seen, expected at most 3.00 s",
    ]);
  });
});

describe("what is expected of a round", () => {
  const load = { othersRate: 10, hasBound: true };

  it("is that nothing repeatable fails and the weight is soon written, where a region goes silent", () => {
    for (const mode of ["kill", "pause", "blackhole", "primary"] as const) {
      expect(expectedOf(mode, load)).to.deep.equal({
        failedRepeatable: 0,
        failedOthers: 25,
        longestWait: 4_000,
        weightWritten: 3_000,
        flaps: 1,
      });
    }
  });

  it("has one flap for a failure, none without one, and something besides", () => {
    for (const kind of roundKindNames) {
      const limits = expectedOf(kind, load);
      expect(limits.flaps).to.equal(isExercise(kind) ? 0 : 1);
      expect(Object.keys(limits).length).to.be.above(1);
    }
  });

  it("has no weight written where controllers cannot, and still nothing repeatable that fails", () => {
    const limits = expectedOf("kill", load, "controller");
    expect(limits).not.to.have.property("weightWritten");
    expect(limits).to.include({ failedRepeatable: 0, longestWait: 4_000 });
  });

  it("lets requests fail only until the weight is written where nobody falls back", () => {
    const limits = expectedOf("kill", load, "fallback");
    expect(limits).to.deep.equal({ weightWritten: 3_000, failedAfterWrite: 0, flaps: 1 });
  });

  it("judges no bound requests where there are none", () => {
    expect(expectedOf("partition", load)).to.include({ boundAbroad: 0 });
    expect(expectedOf("partition", { ...load, hasBound: false })).not.to.have.property(
      "boundAbroad",
    );
  });
});
