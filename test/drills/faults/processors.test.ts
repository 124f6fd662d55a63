import { expect } from "chai";
import type { Injection } from "../../../drills/injection";
import {
  errors,
  processorFaults,
  type ProcessorRun,
  slowness,
} from "../../../drills/faults/processors";
import { type Faults, faultsSchema } from "../../../sandbox/live/stand-ins/llm-processor/faults";
import { eventually } from "../../sandbox/processes/shell-process";

/** Processors that forget their faults when they start anew, as the real ones do. */
class Region {
  readonly faults = new Map<string, Partial<Faults>>();
  /** Runs that do not listen yet. */
  readonly deaf = new Set<string>();
  followers = 0;
  private runs: readonly ProcessorRun[] = [];
  private readonly listeners = new Set<(runs: readonly ProcessorRun[]) => void>();

  constructor(...pods: string[]) {
    this.runs = pods.map((pod) => ({ pod, run: `${pod}/0` }));
  }

  starts(pod: string, run: string): void {
    this.runs = [...this.runs.filter((one) => one.pod !== pod), { pod, run }];
    for (const listener of this.listeners) listener(this.runs);
  }

  ends(pod: string): void {
    this.runs = this.runs.filter((one) => one.pod !== pod);
    for (const listener of this.listeners) listener(this.runs);
  }

  follow = async (
    onChange: (runs: readonly ProcessorRun[]) => void,
    signal: AbortSignal,
  ): Promise<void> => {
    this.listeners.add(onChange);
    this.followers++;
    onChange(this.runs);
    await new Promise((resolve) => {
      signal.addEventListener("abort", resolve, { once: true });
    });
    this.listeners.delete(onChange);
    this.followers--;
  };

  tell = ({ run }: ProcessorRun, faults: Partial<Faults>): Promise<void> => {
    if (this.deaf.has(run)) return Promise.reject(new Error("connection refused"));
    this.faults.set(run, faults);
    return Promise.resolve();
  };
}

const begun: Injection[] = [];

/** Ended after the test, or a test that fails would never end. */
function faultsOf(region: Region, options = {}): Injection {
  const injection = processorFaults(errors, region, { retryMs: 1, ...options });
  begun.push(injection);
  return injection;
}

describe("faults of processors", () => {
  afterEach(async () => {
    await Promise.allSettled(begun.splice(0).map(({ end }) => end()));
  });

  it("are ones that the stand-in takes", () => {
    expect(faultsSchema.parse(errors)).to.include({ failRatio: 1, failWith: 503, unwell: false });
    expect(faultsSchema.parse(slowness)).to.include({ delayMs: 6_000, failRatio: 0 });
  });

  it("are in all of them once they have begun, and in none once they have ended", async () => {
    const region = new Region("a", "b");
    const injection = faultsOf(region);
    await injection.begin();
    expect([...region.faults.values()]).to.deep.equal([errors, errors]);
    await injection.end();
    await injection.end();
    expect([...region.faults.values()]).to.deep.equal([{}, {}]);
    expect(region.followers).to.equal(0);
  });

  it("come to those that start meanwhile, as soon as these listen", async () => {
    const region = new Region("a");
    const injection = faultsOf(region);
    await injection.begin();
    region.deaf.add("a/1").add("c/0");
    region.starts("a", "a/1");
    region.starts("c", "c/0");
    region.deaf.clear();
    await eventually(() =>
      Promise.resolve(region.faults.has("a/1") && region.faults.has("c/0") ? true : undefined),
    );
    expect(region.faults.get("a/1")).to.equal(errors);
    await injection.end();
    expect(region.faults.get("a/1")).to.deep.equal({});
    expect(region.faults.get("c/0")).to.deep.equal({});
    region.starts("d", "d/0");
    expect(region.faults.has("d/0")).to.equal(false);
  });

  it("are taken back also where not all of them could be told, which says who and why", async () => {
    const region = new Region("a", "b");
    region.deaf.add("a/0").add("b/0");
    const injection = faultsOf(region, { boundMs: 100 });
    const beginning = injection.begin().catch((error: unknown) => error);
    await new Promise(setImmediate);
    region.deaf.delete("a/0");
    const outcome = await beginning;
    expect(outcome).to.be.an("error");
    expect(String(outcome)).to.include("b: connection refused").and.not.include("a: ");
    region.deaf.clear();
    await injection.end();
    expect([...region.faults.values()]).to.deep.equal([{}, {}]);
  });

  it("say so where the API server does not say which there are", async () => {
    const region = new Region("a");
    region.follow = (_onChange, signal) =>
      new Promise((resolve) => {
        signal.addEventListener("abort", () => {
          resolve();
        });
      });
    const injection = faultsOf(region, { boundMs: 1, endBoundMs: 1 });
    const outcome = await injection.begin().catch((error: unknown) => error);
    expect(String(outcome)).to.include("The API server does not say");
  });

  it("are not waited for in one that is gone", async () => {
    const region = new Region("a", "b");
    region.deaf.add("b/0");
    const injection = faultsOf(region);
    const beginning = injection.begin();
    await new Promise(setImmediate);
    region.ends("b");
    await beginning;
    await injection.end();
    expect(region.faults.has("b/0")).to.equal(false);
  });

  it("of an earlier process are taken back too", async () => {
    const region = new Region("a");
    region.faults.set("a/0", errors);
    await faultsOf(region).end();
    expect(region.faults.get("a/0")).to.deep.equal({});
  });
});
