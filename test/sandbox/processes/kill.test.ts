import { expect } from "chai";
import { readFileIfPresent } from "../../../sandbox/processes/atomic-file";
import { join } from "node:path";
import { killProcess } from "../../../sandbox/processes/kill";
import { groupMembers, pidsWithVariable } from "../../../sandbox/processes/process-table";
import {
  isRunning,
  readRecord,
  RECORD_VARIABLE,
  recordFile,
  writeRecord,
} from "../../../sandbox/processes/record";
import { startProcess } from "../../../sandbox/processes/start";
import { eventually, shell } from "./shell-process";
import { temporaryFolder } from "./temporary-folder";

const gone = async (find: () => Promise<readonly number[]>): Promise<void> => {
  await eventually(async () => ((await find()).length === 0 ? true : undefined));
};

describe("killing a process", () => {
  const folder = temporaryFolder();
  const start = async (script: string) => {
    const record = await startProcess(folder(), shell(folder(), script));
    await eventually(() => readFileIfPresent(join(folder(), "ready")));
    return record;
  };

  it("gives it no time, and keeps its record", async () => {
    const record = await start("trap 'touch last; exit' TERM; touch ready; sleep 60");
    await killProcess(folder(), "sample");
    await gone(() => groupMembers(record.pid));
    expect(await isRunning(record)).to.equal(false);
    expect(await readFileIfPresent(join(folder(), "last"))).to.equal(undefined);
    expect(await readRecord(folder(), "sample")).to.deep.equal(record);
  });

  it("kills its descendants in other sessions too, and those of one that is gone", async function () {
    if (process.platform !== "linux") this.skip();
    const record = await start("setsid sleep 60 & touch ready; sleep 60");
    const left = () => pidsWithVariable(RECORD_VARIABLE, recordFile(folder(), "sample"));
    process.kill(-record.pid, "SIGKILL");
    await gone(() => groupMembers(record.pid));
    expect(await left()).to.have.length.above(0);
    await killProcess(folder(), "sample");
    expect(await left()).to.deep.equal([]);
  });

  it("leaves alone another process that has its pid by now", async () => {
    const record = await start("touch ready; sleep 60");
    await writeRecord(folder(), { ...record, name: "other", startedAt: "before" });
    await killProcess(folder(), "other");
    expect(await isRunning(record)).to.equal(true);
  });

  it("does nothing where none is on record", async () => {
    await killProcess(folder(), "sample");
  });
});
