import { expect } from "chai";
import type { Bench } from "../../bench/bench";
import { type Benchmarks, chosenBenchmarks, measure } from "../../bench/benchmarks";
import { type Figure, figureNames } from "../../bench/figure";
import { sampleReading } from "./sample-figure";

const bench: Bench = {
  runs: 1,
  signal: new AbortController().signal,
  report: () => undefined,
  region: () => Promise.reject(new Error("No region is needed.")),
  live: () => Promise.reject(new Error("No region is needed.")),
};

/** A table whose measurements only count how often they were made. */
function countingTable() {
  const made = { preview: 0, lifecycle: 0, policy: 0, decision: 0, push: 0 };
  const preview = () => {
    made.preview += 1;
    return Promise.resolve({ "preview.region": sampleReading });
  };
  const lifecycle = () => {
    made.lifecycle += 1;
    return Promise.resolve({
      "up.region": sampleReading,
      "noop.region": sampleReading,
      "destroy.region": sampleReading,
    });
  };
  const policy = () => {
    made.policy += 1;
    return Promise.resolve({ "policy.overhead": sampleReading });
  };
  const decision = () => {
    made.decision += 1;
    return Promise.resolve({
      "decision.regions4.p99": sampleReading,
      "decision.regions100.p99": sampleReading,
    });
  };
  const push = () => {
    made.push += 1;
    return Promise.resolve({ "push.p99": sampleReading });
  };
  const about = "counts";
  const table: Benchmarks = {
    preview: { about, measure: preview },
    up: { about, measure: lifecycle },
    noop: { about, measure: lifecycle },
    destroy: { about, measure: lifecycle },
    policy: { about, measure: policy },
    decision: { about, measure: decision },
    push: { about, measure: push },
  };
  return { made, table };
}

async function figuresOf(words: readonly string[], table: Benchmarks): Promise<Figure[]> {
  const figures: Figure[] = [];
  const chosen = chosenBenchmarks(words, undefined, table);
  for await (const figure of measure(chosen, bench, table)) figures.push(figure);
  return figures;
}

describe("the choice of benchmarks", () => {
  it("is all of them if none is named", () => {
    expect(chosenBenchmarks([], undefined, countingTable().table)).to.deep.equal([
      "preview",
      "up",
      "noop",
      "destroy",
      "policy",
      "decision",
      "push",
    ]);
  });

  it("leaves out what the machine cannot have, unless it is named", () => {
    const { table } = countingTable();
    const without = { ...table, push: { ...table.push, needs: () => "no network" } };
    const told: string[] = [];
    const leftOut = (name: string, why: string) => told.push(`${name}: ${why}`);
    expect(chosenBenchmarks([], leftOut, without)).to.not.include("push");
    expect(told).to.deep.equal(["push: no network"]);
    expect(chosenBenchmarks(["push"], leftOut, without)).to.deep.equal(["push"]);
  });

  it("has each of them once, in the table's order", () => {
    expect(chosenBenchmarks(["noop", "preview", "noop"])).to.deep.equal(["preview", "noop"]);
  });

  it("refuses names that there are not, and lists those there are", () => {
    expect(() => chosenBenchmarks(["up", "uppp", "toString"])).to.throw(
      "There is no benchmark uppp or toString. There are preview, up, noop, destroy, policy, decision, push.",
    );
  });
});

describe("measuring", () => {
  it("gives every figure under its own name", async () => {
    const figures = await figuresOf([], countingTable().table);
    expect(figures.map(({ name }) => name)).to.deep.equal([...figureNames]);
  });

  it("makes a measurement once for all benchmarks that share it", async () => {
    const { made, table } = countingTable();
    await figuresOf([], table);
    expect(made).to.deep.equal({ preview: 1, lifecycle: 1, policy: 1, decision: 1, push: 1 });
  });

  it("makes only what is asked for, and gives nothing else", async () => {
    const { made, table } = countingTable();
    const figures = await figuresOf(["noop"], table);
    expect(figures.map(({ name }) => name)).to.deep.equal(["noop.region"]);
    expect(made).to.deep.equal({ preview: 0, lifecycle: 1, policy: 0, decision: 0, push: 0 });
  });
});
