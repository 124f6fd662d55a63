import { expect } from "chai";
import fc from "fast-check";
import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  groupMembers,
  hasEnded,
  lookUp,
  memoryMb,
  parseProcStat,
  parseProportionalMb,
  pidsWithVariable,
  processesWithVariable,
} from "../../../sandbox/processes/process-table";
import { eventually } from "./shell-process";

const STAT =
  "4217 (kube) S 1 4217 4217 0 -1 4194560 21 0 0 0 9 5 0 0 20 0 9 0 1234567 1270349824 7 18446744073709551615";

describe("/proc/PID/stat", () => {
  it("gives state, group, threads and start", () => {
    expect(parseProcStat(STAT)).to.deep.equal({
      state: "S",
      groupId: 4217,
      threads: 9,
      startTicks: 1234567,
    });
  });

  it("is read right whatever the command is called", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 15 }), (command) => {
        const text = STAT.replace("(kube)", () => `(${command})`);
        expect(parseProcStat(text)).to.deep.equal(parseProcStat(STAT));
      }),
    );
  });

  it("shows a killed process as running until its last thread has ended", () => {
    const killed = STAT.replace(" S ", " Z ");
    expect(hasEnded(parseProcStat(STAT))).to.equal(false);
    expect(hasEnded(parseProcStat(killed))).to.equal(false);
    expect(hasEnded(parseProcStat(killed.replace(" 0 9 0 1234567", " 0 1 0 1234567")))).to.equal(
      true,
    );
  });

  it("is refused when it is cut off", () => {
    expect(() => parseProcStat("1 (init) S 0")).to.throw(
      TypeError,
      "not the format of /proc/PID/stat: 1 (init) S 0",
    );
  });
});

describe("smaps_rollup", () => {
  it("gives the proportional share in MB, not the resident one", () => {
    const rollup = "Rss:              300000 kB\nPss:              250000 kB\nPss_Anon: 1 kB\n";
    expect(parseProportionalMb(rollup)).to.equal(256);
  });

  it("gives nothing where it has no such line", () => {
    expect(parseProportionalMb("Rss: 1 kB\n")).to.equal(undefined);
  });
});

describe("the process table", () => {
  it("says the same of a process each time, and something else of another", async () => {
    const self = await lookUp(process.pid);
    const parent = await lookUp(process.ppid);
    expect(self?.startedAt).to.equal((await lookUp(process.pid))?.startedAt);
    expect(self?.startedAt).not.to.equal(parent?.startedAt);
    expect(self?.zombie).to.equal(false);
  });

  it("knows nothing of a process that is gone", async () => {
    const child = spawn("true");
    await once(child, "exit");
    expect(await lookUp(child.pid ?? 0)).to.equal(undefined);
    expect(await memoryMb(child.pid ?? 0)).to.equal(undefined);
  });

  it("measures this process between 10 MB and 4 GB", async () => {
    expect(await memoryMb(process.pid)).to.be.within(10, 4000);
  });

  it("finds the members of a group", async () => {
    const leader = spawn("sh", ["-c", "sleep 60 & wait"], { detached: true });
    const group = leader.pid ?? 0;
    const members = await eventually(async () => {
      const found = await groupMembers(group);
      return found.length === 2 ? found : undefined;
    });
    expect(members).to.include(group);
    process.kill(-group, "SIGKILL");
    await once(leader, "exit");
  });

  it("finds a process by a variable of its environment", async function () {
    if (process.platform !== "linux") this.skip();
    const env = { PATH: "/usr/bin:/bin", MARKER: `${String(process.pid)} and more` };
    const child = spawn("sleep", ["60"], { env });
    await once(child, "spawn");
    expect(await pidsWithVariable("MARKER", env.MARKER)).to.deep.equal([child.pid]);
    expect(await pidsWithVariable("MARKER", String(process.pid))).to.deep.equal([]);
    expect(await processesWithVariable("MARKER")).to.deep.include({
      pid: child.pid,
      value: env.MARKER,
    });
    expect(await processesWithVariable("MARK")).to.deep.equal([]);
    child.kill("SIGKILL");
    await once(child, "exit");
  });
});
