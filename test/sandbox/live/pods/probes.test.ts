import { expect } from "chai";
import fc from "fast-check";
import { counted, EAGER_MS, nextAsk, NO_ANSWERS } from "../../../../sandbox/live/pods/probes";

const THRESHOLDS = { successThreshold: 2, failureThreshold: 3 };

function verdicts(answers: readonly boolean[]) {
  let tally = NO_ANSWERS;
  return answers.map((answer) => {
    const next = counted(THRESHOLDS, tally, answer);
    tally = next.tally;
    return next.verdict;
  });
}

describe("probes", () => {
  it("count answers of a kind in a row", () => {
    expect(verdicts([true, false, true, true])).to.deep.equal([
      undefined,
      undefined,
      undefined,
      "success",
    ]);
    expect(verdicts([false, false, true, false, false, false])).to.deep.equal([
      ...[undefined, undefined, undefined, undefined, undefined],
      "failure",
    ]);
  });

  it("are asked by their period after their delay, and then failures count", () => {
    const probe = { initialDelaySeconds: 5, periodSeconds: 10 };
    expect(nextAsk(probe, 0, 0, false)).to.deep.equal({ at: 5_000, failureCounts: true });
    expect(nextAsk(probe, 0, 5_001, false)).to.deep.equal({ at: 15_000, failureCounts: true });
  });

  it("are asked more often before a first success, when failures do not count", () => {
    const probe = { initialDelaySeconds: 5, periodSeconds: 10 };
    expect(nextAsk(probe, 0, 100, true)).to.deep.equal({
      at: 100 + EAGER_MS,
      failureCounts: false,
    });
    expect(nextAsk(probe, 0, 4_900, true)).to.deep.equal({ at: 5_000, failureCounts: true });
  });

  it("come always later, and never skip a time of their period", () => {
    fc.assert(
      fc.property(
        fc.nat(30),
        fc.integer({ min: 1, max: 30 }),
        fc.nat(200_000),
        fc.boolean(),
        (initialDelaySeconds, periodSeconds, now, isEager) => {
          const { at } = nextAsk({ initialDelaySeconds, periodSeconds }, 0, now, isEager);
          expect(at).to.be.above(now - 1);
          expect(at - now).to.be.at.most(1000 * Math.max(initialDelaySeconds, periodSeconds));
        },
      ),
    );
  });
});
