import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { expect } from "chai";
import fc from "fast-check";
import { pause } from "../../../drills/faults/pause";
import { parseProcStat, pidsWithVariable } from "../../../sandbox/processes/process-table";
import { sendSignal } from "../../../sandbox/processes/signal";
import { eventually } from "../../sandbox/processes/shell-process";

/** Processes each of which, as long as it is not stopped, starts what it still has to whenever it is looked at. */
class Processes {
  readonly stopped = new Set<number>();
  readonly continued: number[] = [];
  private readonly running = [1];
  private next = 2;

  /** @param toStart how many each may start, the first process first. */
  constructor(private readonly toStart: number[]) {}

  pids = (): Promise<number[]> => {
    const seen = [...this.running];
    for (const pid of seen) {
      if (this.stopped.has(pid)) continue;
      for (let left = this.toStart.shift() ?? 0; left > 0; left--) this.running.push(this.next++);
    }
    return Promise.resolve(seen);
  };

  signal = (pid: number, name: "SIGSTOP" | "SIGCONT"): void => {
    if (name === "SIGSTOP") this.stopped.add(pid);
    else {
      this.stopped.delete(pid);
      this.continued.push(pid);
    }
  };

  get all(): readonly number[] {
    return this.running;
  }
}

describe("a pause", () => {
  it("stops all, whatever they start meanwhile, and lets all go on, the first one last", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: 3 }), { maxLength: 12 }), async (toStart) => {
        const processes = new Processes(toStart);
        const injection = pause(processes);
        await injection.begin();
        expect([...processes.stopped].sort()).to.deep.equal([...processes.all].sort());
        await injection.end();
        expect(processes.stopped.size).to.equal(0);
        expect(processes.continued.at(-1)).to.equal(1);
      }),
    );
  });

  it("lets go on what a beginning has stopped that failed half-way", async () => {
    const processes = new Processes([2]);
    let signals = 0;
    const injection = pause({
      pids: processes.pids,
      signal: (pid, name) => {
        if (name === "SIGSTOP" && ++signals > 2) throw new Error("half-way");
        processes.signal(pid, name);
      },
    });
    const outcome = await injection.begin().catch((error: unknown) => error);
    expect(outcome).to.be.an("error");
    expect(processes.stopped.size).to.equal(2);
    await injection.end();
    expect(processes.stopped.size).to.equal(0);
  });

  it("is what the system calls stopped", async function () {
    if (process.platform !== "linux") this.skip();
    const mark = `pause of ${process.pid}`;
    const child = spawn("sh", ["-c", "sleep 60 & wait"], {
      env: { PATH: "/usr/bin:/bin", PAUSED: mark },
      detached: true,
    });
    await once(child, "spawn");
    const pids = () => pidsWithVariable("PAUSED", mark);
    await eventually(async () => ((await pids()).length === 2 ? true : undefined));
    const states = async () =>
      await Promise.all(
        (await pids()).map(
          async (pid) => parseProcStat(await readFile(`/proc/${pid}/stat`, "utf8")).state,
        ),
      );
    const injection = pause({ pids, signal: sendSignal });
    try {
      await injection.begin();
      // A signal takes effect when the process has its next turn.
      await eventually(async () => ((await states()).join("") === "TT" ? true : undefined));
      await injection.end();
      await eventually(async () => ((await states()).includes("T") ? undefined : true));
    } finally {
      sendSignal(-(child.pid ?? 0), "SIGKILL");
      await once(child, "exit");
    }
  });
});
