import { expect } from "chai";
import type { Injection } from "../../../drills/injection";
import type { ContainerProcess } from "../../../sandbox/live/pods/container-processes";
import { entryDeath } from "../../../drills/faults/entry";
import { eventually } from "../../sandbox/processes/shell-process";

/** Containers, and a gateway whose pods may become others. */
class Region {
  readonly running = new Map<number, string>([
    [1, "gateway-a"],
    [2, "gateway-a"],
    [3, "gateway-b"],
    [4, "processor"],
  ]);
  looks = 0;
  private listener: ((uids: ReadonlySet<string>) => void) | undefined;

  follow = async (
    onChange: (uids: ReadonlySet<string>) => void,
    signal: AbortSignal,
  ): Promise<void> => {
    this.listener = onChange;
    // As from an API server: not at once.
    setImmediate(() => {
      this.hasPods("gateway-a", "gateway-b");
    });
    await new Promise((resolve) => {
      signal.addEventListener("abort", resolve, { once: true });
    });
  };

  hasPods(...uids: string[]): void {
    this.listener?.(new Set(uids));
  }

  processes = (): Promise<Pick<ContainerProcess, "pid" | "uid">[]> => {
    this.looks++;
    return Promise.resolve([...this.running].map(([pid, uid]) => ({ pid, uid })));
  };

  kill = (pid: number): void => {
    this.running.delete(pid);
  };

  get alive(): string[] {
    return [...this.running.values()];
  }

  async looksAgain(): Promise<void> {
    const { looks } = this;
    await eventually(() => Promise.resolve(this.looks >= looks + 2 ? true : undefined));
  }
}

describe("the death of a gateway", () => {
  const begun: Injection[] = [];
  // Or a test that fails would never end.
  afterEach(async () => {
    await Promise.all(begun.splice(0).map(({ end }) => end()));
  });
  const deathOf = (region: Region, options = {}): Injection => {
    const injection = entryDeath(region, { lookMs: 1, ...options });
    begun.push(injection);
    return injection;
  };

  it("kills all its containers, and no other ones", async () => {
    const region = new Region();
    const { begin, end } = deathOf(region);
    await begin();
    expect(region.alive).to.deep.equal(["processor"]);
    await end();
  });

  it("lasts until its end, for those too that are started again and for pods that are new", async () => {
    const region = new Region();
    const { begin, end } = deathOf(region);
    await begin();
    region.running.set(5, "gateway-a");
    await region.looksAgain();
    expect(region.alive).to.deep.equal(["processor"]);
    region.hasPods("gateway-a", "gateway-c");
    region.running.set(6, "gateway-c");
    await region.looksAgain();
    expect(region.alive).to.deep.equal(["processor"]);
    await end();
    await end();
    const { looks } = region;
    region.running.set(7, "gateway-a");
    await new Promise(setImmediate);
    expect(region.alive).to.deep.equal(["processor", "gateway-a"]);
    expect(region.looks).to.equal(looks);
  });

  it("that cannot be says so, and is over at its end", async () => {
    const region = new Region();
    region.kill = () => undefined;
    const injection = deathOf(region, { boundMs: 20 });
    const outcome = await injection.begin().catch((error: unknown) => error);
    expect(String(outcome)).to.include("still there after SIGKILL");
    await injection.end();
    const { looks } = region;
    await new Promise(setImmediate);
    expect(region.looks).to.equal(looks);
  });

  it("fails with what the system says, and ends all the same", async () => {
    const region = new Region();
    region.processes = () => Promise.reject(new Error("no /proc"));
    const injection = deathOf(region);
    const outcome = await injection.begin().catch((error: unknown) => error);
    expect(outcome).to.be.an("error").with.property("message", "no /proc");
    await injection.end();
  });
});
