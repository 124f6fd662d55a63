import { expect } from "chai";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { readFileIfPresent } from "../../../sandbox/processes/atomic-file";
import { groupMembers, lookUp } from "../../../sandbox/processes/process-table";
import { isRunning, readRecord, writeRecord } from "../../../sandbox/processes/record";
import { startProcess } from "../../../sandbox/processes/start";
import { stopMarked, stopProcess } from "../../../sandbox/processes/stop";
import { eventually, shell } from "./shell-process";
import { temporaryFolder } from "./temporary-folder";

const READY = "touch ready; while :; do sleep 0.05; done";

describe("stopping a process", () => {
  const folder = temporaryFolder();
  const start = async (script: string) => {
    const record = await startProcess(folder(), shell(folder(), script));
    await eventually(() => readFileIfPresent(join(folder(), "ready")));
    return record;
  };

  it("lets it end by itself and forgets it", async () => {
    const record = await start(`trap 'echo bye > last; exit' TERM; ${READY}`);
    expect(await stopProcess(folder(), "sample")).to.equal("stopped");
    expect(await isRunning(record)).to.equal(false);
    expect(await readFileIfPresent(join(folder(), "last"))).to.equal("bye\n");
    expect(await readRecord(folder(), "sample")).to.equal(undefined);
  });

  it("kills it when it does not end within its grace", async () => {
    const record = await start(`trap '' TERM; ${READY}`);
    expect(await stopProcess(folder(), "sample", 100)).to.equal("killed");
    expect(await isRunning(record)).to.equal(false);
  });

  it("ends one that is paused", async () => {
    const record = await start(READY);
    process.kill(-record.pid, "SIGSTOP");
    expect(await stopProcess(folder(), "sample")).to.equal("stopped");
    expect(await isRunning(record)).to.equal(false);
  });

  it("ends its children with it, those too that ignore the request", async () => {
    const record = await start(`(trap '' TERM; touch child; sleep 60) & ${READY}`);
    await eventually(() => readFileIfPresent(join(folder(), "child")));
    await eventually(async () => (await groupMembers(record.pid)).length > 2 || undefined);
    expect(await stopProcess(folder(), "sample", 200)).to.equal("killed");
    expect(await groupMembers(record.pid)).to.deep.equal([]);
  });

  it("ends the children of one that is gone", async function () {
    if (process.platform !== "linux") this.skip();
    const record = await start(`sleep 60 & ${READY}`);
    process.kill(record.pid, "SIGKILL");
    await eventually(async () => ((await isRunning(record)) ? undefined : true));
    expect(await groupMembers(record.pid)).to.have.length.above(0);
    expect(await stopProcess(folder(), "sample")).to.equal("not running");
    expect(await groupMembers(record.pid)).to.deep.equal([]);
  });

  it("does not touch another process that has its pid by now", async () => {
    const stranger = spawn("sleep", ["60"], { detached: true });
    await once(stranger, "spawn");
    const entry = await lookUp(stranger.pid ?? 0);
    if (!entry) throw new Error("sleep did not start");
    const spec = shell(folder(), READY);
    await writeRecord(folder(), {
      ...spec,
      args: [...spec.args],
      pid: entry.pid,
      startedAt: "an earlier time",
    });
    expect(await stopProcess(folder(), "sample")).to.equal("not running");
    expect((await lookUp(entry.pid))?.zombie).to.equal(false);
    expect(await readRecord(folder(), "sample")).to.equal(undefined);
    stranger.kill("SIGKILL");
    await once(stranger, "exit");
  });

  it("has nothing to do for one that was never started", async () => {
    expect(await stopProcess(folder(), "sample")).to.equal("not running");
  });
});

describe("stopping what has a variable", function () {
  before(function () {
    if (process.platform !== "linux") this.skip();
  });
  const folder = temporaryFolder();

  /** A shell that has the variable, with a child that has inherited it. */
  async function start(script: string, value = folder()) {
    const child = spawn("/bin/sh", ["-c", `sleep 60 & ${script}`], {
      cwd: folder(),
      env: { PATH: "/usr/bin:/bin", NEPHORAN_TEST_MARK: value },
      detached: true,
      stdio: "ignore",
    });
    await eventually(() => readFileIfPresent(join(folder(), "ready")));
    return child.pid ?? 0;
  }
  const stop = (asks: string, graceMs: number) =>
    stopMarked("NEPHORAN_TEST_MARK", folder(), { asks, graceMs });

  it("asks the programs of a name to end, and kills what is left after its grace", async () => {
    const pid = await start(`trap 'echo bye > last; exit' INT; ${READY}`);
    await stop("sh", 500);
    expect(await readFileIfPresent(join(folder(), "last"))).to.equal("bye\n");
    expect(await groupMembers(pid)).to.deep.equal([]);
  });

  it("asks no others", async () => {
    const pid = await start(`trap 'echo bye > last; exit' INT; ${READY}`);
    await stop("another", 10_000);
    expect(await readFileIfPresent(join(folder(), "last"))).to.equal(undefined);
    expect(await groupMembers(pid)).to.deep.equal([]);
  });

  it("leaves what has another value", async () => {
    const pid = await start(READY, "another value");
    await stop("sh", 100);
    expect(await groupMembers(pid)).to.have.length.above(0);
    process.kill(-pid, "SIGKILL");
  });
});
