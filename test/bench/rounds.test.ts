import { expect } from "chai";
import type { Bench } from "../../bench/bench";
import { rounds } from "../../bench/rounds";

function benchOf(runs: number, signal = new AbortController().signal) {
  const told: string[] = [];
  const bench: Bench = {
    runs,
    signal,
    report: (line) => told.push(line),
    region: () => Promise.reject(new Error("No region is needed.")),
    live: () => Promise.reject(new Error("No region is needed.")),
  };
  return { bench, told };
}

describe("rounds", () => {
  it("measure both sides in turns, so that a busy minute meets both", async () => {
    const order: string[] = [];
    const side = (name: string) => () => Promise.resolve(order.push(name));
    const { bench } = benchOf(3);
    await rounds(bench, { ours: side("ours"), peer: side("peer") }, () => "");
    expect(order).to.deep.equal(["ours", "peer", "ours", "peer", "ours", "peer"]);
  });

  it("give what was measured, and tell each round as it ends", async () => {
    let clock = 0;
    const tick = () => Promise.resolve((clock += 1));
    const { bench, told } = benchOf(2);
    const measured = await rounds(
      bench,
      { ours: tick, peer: tick },
      ({ ours, peer }) => `${ours} against ${peer}`,
    );
    expect(measured).to.deep.equal([
      { ours: 1, peer: 2 },
      { ours: 3, peer: 4 },
    ]);
    expect(told).to.deep.equal(["run 1 of 2: 1 against 2", "run 2 of 2: 3 against 4"]);
  });

  it("begin nothing after an interruption", async () => {
    const interruption = new AbortController();
    const { bench, told } = benchOf(5, interruption.signal);
    const reason = new Error("interrupted");
    const ours = () => {
      interruption.abort(reason);
      return Promise.resolve(1);
    };
    const outcome = await rounds(bench, { ours, peer: () => Promise.resolve(1) }, () => "").catch(
      (error: unknown) => error,
    );
    expect(outcome).to.equal(reason);
    expect(told).to.have.length(1);
  });
});
