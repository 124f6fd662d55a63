import { expect } from "chai";
import { mostFailed, spareHalf } from "../../../../services/traffic-controller/decision/half-rule";
import type {
  Judgement,
  RegionHealth,
} from "../../../../services/traffic-controller/decision/memory";

const NOW = 5_000;

const of = (judgement: Judgement): RegionHealth => ({ judgement, badSinceMs: {}, relapses: 1 });
const well = of({ state: "healthy", sinceMs: 1_000 });
const degraded = of({ state: "degraded", sinceMs: 2_000 });
const mute = of({ state: "failed", sinceMs: NOW, by: "probes" });
const bad = of({ state: "failed", sinceMs: NOW, by: "signals" });

const nobody: readonly boolean[] = [];

describe("half of the regions", () => {
  it("is rounded down, and one at least", () => {
    expect([1, 2, 3, 4, 5].map(mostFailed)).to.deep.equal([1, 1, 1, 2, 2]);
  });

  it("may fail at a time, the first of them where all are alike", () => {
    const { health, spared } = spareHalf([well, well, well, well], [bad, bad, bad, well], nobody);
    expect(spared).to.deep.equal([2]);
    expect(health.map(({ judgement }) => judgement.state)).to.deep.equal([
      "failed",
      "failed",
      "degraded",
      "healthy",
    ]);
  });

  it("may fail, those first that do not answer", () => {
    const before = [well, well, well, well];
    expect(spareHalf(before, [bad, bad, mute, mute], nobody).spared).to.deep.equal([0, 1]);
    expect(spareHalf(before, [bad, mute, bad, well], nobody).spared).to.deep.equal([2]);
  });

  it("includes those that have failed before, whatever is the matter with others", () => {
    const before = [bad, mute, well, degraded];
    const { health, spared } = spareHalf(before, [bad, mute, mute, degraded], nobody);
    expect(spared).to.deep.equal([2]);
    expect(health[0]).to.equal(bad);
    expect(health[1]).to.equal(mute);
  });

  it("is no matter of those that have come back in the meantime", () => {
    const before = [bad, bad, well, well];
    expect(spareHalf(before, [well, well, bad, bad], nobody).spared).to.deep.equal([]);
  });

  it("leaves what nobody has failed as it is judged", () => {
    const judged = [well, degraded];
    const { health, spared } = spareHalf([well, well], judged, nobody);
    expect(health).to.equal(judged);
    expect(spared).to.deep.equal([]);
  });
});

describe("who is spared", () => {
  it("is degraded from now on, or since it was", () => {
    const judged = [mute, bad, bad];
    const { health } = spareHalf([well, well, degraded], judged, nobody);
    expect(health[1]?.judgement).to.deep.equal({ state: "degraded", sinceMs: NOW });
    expect(health[2]?.judgement).to.deep.equal({ state: "degraded", sinceMs: 2_000 });
    expect(health[1]?.relapses).to.equal(1);
  });
});

describe("the last region that operators have left", () => {
  const before = [well, well, well, well];

  it("does not fail", () => {
    const takenOut = [true, true, true, false];
    expect(spareHalf(before, [well, well, well, mute], takenOut).spared).to.deep.equal([3]);
  });

  it("is another one where two are left", () => {
    const takenOut = [true, true, false, false];
    expect(spareHalf(before, [well, well, mute, well], takenOut).spared).to.deep.equal([]);
    expect(spareHalf(before, [well, well, mute, mute], takenOut).spared).to.deep.equal([3]);
  });

  it("is left though others have failed before", () => {
    const takenOut = [true, true, false, false];
    const failed = [well, well, bad, well];
    expect(spareHalf(failed, [well, well, bad, mute], takenOut).spared).to.deep.equal([3]);
  });

  it("is none of those that operators have taken out, which may fail", () => {
    const takenOut = [true, true, false, false];
    expect(spareHalf(before, [mute, well, mute, well], takenOut).spared).to.deep.equal([]);
    const all = [true, true, true, true];
    expect(spareHalf(before, [mute, well, well, well], all).spared).to.deep.equal([]);
  });
});
