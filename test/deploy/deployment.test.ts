import { expect } from "chai";
import fc from "fast-check";
import { type Deployment, deployStacks } from "../../deploy/deployment";
import type { DeployEvent } from "../../deploy/events";
import type { Groups } from "../../deploy/target";
import { ModelEngine, type ModelStack } from "./model-engine";

const noSignal = new AbortController().signal;

interface Settings {
  readonly parallel?: number;
  readonly passes?: number;
  readonly signal?: AbortSignal;
  readonly tell?: (event: DeployEvent) => void;
}

const deploy = (
  engine: ModelEngine,
  groups: Groups,
  settings: Settings = {},
): Promise<Deployment> =>
  deployStacks(groups, {
    engine,
    parallel: 2,
    passes: 9,
    signal: noSignal,
    tell: () => undefined,
    ...settings,
  });

/** Stacks whose promises follow from their configuration alone, as a region's do. */
const independent = (...names: string[]): Map<string, ModelStack> =>
  new Map(names.map((name) => [name, { promises: () => `of ${name}`, turns: 2 }]));

describe("a deployment", () => {
  it("takes two passes from nothing, and then one that changes nothing", async () => {
    const engine = new ModelEngine(independent("a", "b", "c", "d"));
    const first = await deploy(engine, [
      ["a", "d"],
      ["b", "c"],
    ]);
    expect(first.passes).to.equal(2);
    expect(first.outdated).to.deep.equal([]);
    expect(first.promisesChanged).to.equal(true);
    expect(engine.runs).to.deep.equal(["a", "d", "b", "c", "a", "d", "b", "c"]);

    const second = await deploy(engine, [
      ["a", "d"],
      ["b", "c"],
    ]);
    expect(second.passes).to.equal(1);
    expect(second.promisesChanged).to.equal(false);
  });

  it("does not run a stack again that has seen all others as they are", async () => {
    const stacks = independent("a", "b", "c");
    const engine = new ModelEngine(stacks);
    await deploy(engine, [["a"], ["b"], ["c"]]);
    stacks.set("b", { promises: () => "new", turns: 2 });
    engine.runs.length = 0;
    await deploy(engine, [["a"], ["b"], ["c"]]);
    expect(engine.runs).to.deep.equal(["a", "b", "c", "a"]);
  });

  it("runs a stack again that it has made, since that may ask more of the others then", async () => {
    const engine = new ModelEngine(independent("a", "b"));
    await deploy(engine, [["a"]]);
    expect(engine.runs, "nobody else is there to ask").to.deep.equal(["a"]);
    engine.runs.length = 0;
    await deploy(engine, [["a"], ["b"]]);
    expect(engine.runs).to.deep.equal(["a", "b", "a", "b"]);
  });

  it("runs the others again when one of them promises something else than before", async () => {
    const stacks = independent("a", "b", "c");
    const engine = new ModelEngine(stacks);
    await deploy(engine, [["a", "b", "c"]]);
    stacks.set("c", { promises: () => "new", turns: 2 });
    engine.runs.length = 0;
    const { passes } = await deploy(engine, [["a", "b", "c"]]);
    expect(passes).to.equal(2);
    expect(engine.runs.slice(3)).to.deep.equal(["a", "b"]);
  });

  it("begins a group when the one before it has ended", async () => {
    const engine = new ModelEngine(independent("a", "b", "c"));
    await deploy(engine, [["a", "b"], ["c"]], { passes: 1 });
    expect([...(engine.saw.get("c")?.keys() ?? [])]).to.deep.equal(["a", "b"]);
  });

  it("goes on when a stack fails, and does not try that one again", async () => {
    const stacks = independent("a", "b", "c");
    stacks.set("b", { promises: () => "", turns: 2, fails: true });
    const engine = new ModelEngine(stacks);
    const { stacks: summaries, outdated } = await deploy(engine, [["a", "b", "c"]]);
    expect(summaries.map(({ stack, result }) => [stack, result])).to.deep.equal([
      ["a", "succeeded"],
      ["b", "failed"],
      ["c", "succeeded"],
    ]);
    expect(summaries[1]?.errors).to.deep.equal(["no"]);
    expect(engine.runs.filter((stack) => stack === "b")).to.have.length(1);
    expect(outdated).to.deep.equal([]);
  });

  it("says which stacks are outdated when it may not make another pass", async () => {
    const engine = new ModelEngine(independent("a", "b"));
    const { passes, outdated } = await deploy(engine, [["a"], ["b"]], { passes: 1 });
    expect(passes).to.equal(1);
    expect(outdated).to.deep.equal(["a", "b"]);
  });

  it("ends, though stacks promise something else every time", async () => {
    let version = 0;
    const restless = { promises: () => String((version += 1)), turns: 1 };
    const engine = new ModelEngine(new Map(["a", "b"].map((name) => [name, restless])));
    const { passes, outdated } = await deploy(engine, [["a", "b"]], { passes: 3 });
    expect(passes).to.equal(3);
    expect(outdated).to.deep.equal(["a", "b"]);
  });

  it("adds up what all passes have done to a stack", async () => {
    const engine = new ModelEngine(independent("a", "b"));
    const { stacks } = await deploy(engine, [["a", "b"]]);
    expect(stacks.map(({ changes }) => changes)).to.deep.equal([
      { create: 1, same: 1 },
      { create: 1, same: 1 },
    ]);
  });

  it("begins nothing more once it is interrupted, and tells what became of each stack", async () => {
    const interruption = new AbortController();
    const engine = new ModelEngine(independent("a", "b", "c"));
    const { stacks } = await deploy(engine, [["a"], ["b", "c"]], {
      signal: interruption.signal,
      tell: (event) => {
        if (event.kind === "started" && event.stack === "b") interruption.abort();
      },
      parallel: 1,
    });
    expect(stacks.map(({ result }) => result)).to.deep.equal([
      "succeeded",
      "interrupted",
      "not started",
    ]);
  });

  const names = ["a", "b", "c", "d", "e"];
  /** Stacks each of which promises what it has made of some of the others' promises. */
  const system = fc.record({
    turns: fc.array(fc.nat(6), { minLength: 5, maxLength: 5 }),
    reads: fc.array(fc.subarray(names), { minLength: 5, maxLength: 5 }),
    failing: fc.subarray(names, { maxLength: 2 }),
    parallel: fc.integer({ min: 1, max: 5 }),
    groups: fc
      .shuffledSubarray(names, { minLength: 2 })
      .chain((chosen) =>
        fc
          .integer({ min: 1, max: chosen.length - 1 })
          .map((cut) => [chosen.slice(0, cut), chosen.slice(cut)]),
      ),
  });

  it("ends only when every stack has seen what all others promise, however runs overlap", async () => {
    await fc.assert(
      fc.asyncProperty(system, async ({ turns, reads, failing, parallel, groups }) => {
        const stacks = names.map((name, index): [string, ModelStack] => {
          // Only those before it in the alphabet, so that it comes to rest.
          const sources = (reads[index] ?? []).filter((other) => other < name);
          const promises = (seen: ReadonlyMap<string, string>): string =>
            `${name}(${sources.map((source) => seen.get(source) ?? "-").join(",")})`;
          return [name, { promises, turns: turns[index] ?? 0, fails: failing.includes(name) }];
        });
        const engine = new ModelEngine(new Map(stacks));
        const { outdated, passes, stacks: summaries } = await deploy(engine, groups, { parallel });
        expect(outdated).to.deep.equal([]);
        expect(passes).to.be.lessThanOrEqual(names.length + 1);
        expect(engine.mostAtATime).to.be.lessThanOrEqual(parallel);
        for (const { stack, result } of summaries) {
          expect(result).to.equal(failing.includes(stack) ? "failed" : "succeeded");
          if (result === "failed") continue;
          const others = new Map(engine.promised);
          others.delete(stack);
          expect(Object.fromEntries(engine.saw.get(stack) ?? [])).to.deep.equal(
            Object.fromEntries(others),
          );
        }

        const again = await deploy(engine, groups, { parallel });
        expect(again.passes).to.equal(1);
        expect(again.promisesChanged).to.equal(false);
      }),
    );
  });

  it("takes at most two passes where promises follow from each stack alone", async () => {
    await fc.assert(
      fc.asyncProperty(system, async ({ turns, parallel, groups }) => {
        const stacks = names.map((name, index): [string, ModelStack] => [
          name,
          { promises: () => name, turns: turns[index] ?? 0 },
        ]);
        const { passes } = await deploy(new ModelEngine(new Map(stacks)), groups, { parallel });
        expect(passes).to.be.lessThanOrEqual(2);
      }),
    );
  });
});
