import { expect } from "chai";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { ProcessError } from "../../../sandbox/processes/failure";
import { lookUp } from "../../../sandbox/processes/process-table";
import {
  isRunning,
  type ProcessRecord,
  readRecord,
  recordedNames,
  recordFile,
  removeRecord,
  writeRecord,
} from "../../../sandbox/processes/record";
import { isSame } from "../../../sandbox/processes/start";
import { eventually, shell } from "./shell-process";
import { temporaryFolder } from "./temporary-folder";

describe("a process record", () => {
  const folder = temporaryFolder();
  const sample = (change: Partial<ProcessRecord> = {}): ProcessRecord => {
    const spec = shell(folder(), "exit 0");
    return { ...spec, args: [...spec.args], pid: 4217, startedAt: "boot/1", ...change };
  };

  it("comes back as it was written, and is listed until it is removed", async () => {
    await writeRecord(folder(), sample());
    expect(await readRecord(folder(), "sample")).to.deep.equal(sample());
    expect(await recordedNames(folder())).to.deep.equal(["sample"]);
    await removeRecord(folder(), "sample");
    expect(await readRecord(folder(), "sample")).to.equal(undefined);
    expect(await recordedNames(folder())).to.deep.equal([]);
  });

  it("is running only while its own process is", async () => {
    const child = spawn("sleep", ["60"]);
    await once(child, "spawn");
    const entry = await lookUp(child.pid ?? 0);
    if (!entry) throw new Error("sleep did not start");
    const record = sample({ pid: entry.pid, startedAt: entry.startedAt });
    expect(await isRunning(record)).to.equal(true);
    expect(await isRunning({ ...record, startedAt: `${entry.startedAt}0` })).to.equal(false);
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(await isRunning(record)).to.equal(false);
  });

  it("is not running once its process has ended, even if nobody has collected it", async () => {
    // The program that the shell turns into does not know of the child.
    const careless = spawn("sh", ["-c", "sleep 0.2 & echo $!; exec sleep 60"]);
    const [pid] = (await once(careless.stdout, "data")) as [Buffer];
    const zombie = await eventually(async () => {
      const entry = await lookUp(Number(pid.toString()));
      return entry?.zombie === true ? entry : undefined;
    });
    const { startedAt } = zombie;
    expect(await isRunning(sample({ pid: zombie.pid, startedAt }))).to.equal(false);
    careless.kill("SIGKILL");
    await once(careless, "exit");
  });

  it("is of the same process only with the same program, arguments and environment", () => {
    const spec = shell(folder(), "exit 0");
    expect(isSame(sample(), spec)).to.equal(true);
    expect(isSame(sample(), { ...spec, args: ["-c", "exit 1"] })).to.equal(false);
    expect(isSame(sample(), { ...spec, environment: {} })).to.equal(false);
    expect(isSame(sample(), { ...spec, command: "/bin/bash" })).to.equal(false);
  });

  const broken = ["{", "{}", '{"pid": 1}'];
  for (const text of broken) {
    it(`is refused when the file holds ${text}, with the next step`, async () => {
      await writeFile(recordFile(folder(), "sample"), text);
      const error = await readRecord(folder(), "sample").catch((e: unknown) => e);
      expect(error).to.be.an.instanceOf(ProcessError);
      expect((error as ProcessError).code).to.equal("bad-record");
      expect((error as ProcessError).message).to.equal(
        `${recordFile(folder(), "sample")} does not describe a process: end sample by hand if it still runs, then delete the file`,
      );
      await removeRecord(folder(), "sample");
    });
  }
});
