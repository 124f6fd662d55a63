import { expect } from "chai";
import { execFile } from "node:child_process";
import { mkdir, readFile, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { readFileIfPresent } from "../../../sandbox/processes/atomic-file";
import { ProcessError } from "../../../sandbox/processes/failure";
import { groupMembers, pidsWithVariable } from "../../../sandbox/processes/process-table";
import {
  isRunning,
  logFile,
  previousLogFile,
  readRecord,
  RECORD_VARIABLE,
  recordFile,
} from "../../../sandbox/processes/record";
import { startProcess } from "../../../sandbox/processes/start";
import { stopProcess } from "../../../sandbox/processes/stop";
import { eventually, shell } from "./shell-process";
import { temporaryFolder } from "./temporary-folder";

describe("starting a process", () => {
  const folder = temporaryFolder();
  const written = (name: string) =>
    eventually(async () => (await readFileIfPresent(join(folder(), name))) || undefined);

  it("records it and makes it the leader of its own group", async () => {
    const record = await startProcess(folder(), shell(folder(), "exec sleep 60"));
    expect(await readRecord(folder(), "sample")).to.deep.equal(record);
    expect(await isRunning(record)).to.equal(true);
    expect(await groupMembers(record.pid)).to.deep.equal([record.pid]);
  });

  it("has it on record before its program runs", async () => {
    const script = `test -f ${recordFile(folder(), "sample")} && echo recorded > seen; exec sleep 60`;
    await startProcess(folder(), shell(folder(), script));
    expect(await written("seen")).to.equal("recorded\n");
  });

  it("never runs the program when it cannot be recorded", async () => {
    await mkdir(recordFile(folder(), "sample"));
    const error = await startProcess(folder(), shell(folder(), "touch ran; sleep 60")).catch(
      (e: unknown) => e,
    );
    expect(error).to.be.an.instanceOf(ProcessError);
    expect((error as ProcessError).code).to.equal("no-start");
    // The gate's process ends at the end of its input; only then it can no longer run anything.
    await eventually(async () => {
      const waiting = await pidsWithVariable(RECORD_VARIABLE, recordFile(folder(), "sample"));
      return waiting.length === 0 ? true : undefined;
    });
    expect(await readFileIfPresent(join(folder(), "ran"))).to.equal(undefined);
    await rm(recordFile(folder(), "sample"), { recursive: true });
  });

  it("hands on its arguments as they are, and no variable of its own", async () => {
    const spec = {
      ...shell(folder(), 'printf "%s|" "$0" "$@" > args; env > env; exec sleep 60'),
      environment: { GIVEN: "yes", PATH: "/usr/bin:/bin" },
    };
    await startProcess(folder(), { ...spec, args: [...spec.args, "a b", "$HOME", "'"] });
    expect(await written("args")).to.equal("a b|$HOME|'|");
    const names = (await written("env"))
      .trim()
      .split("\n")
      .map((line) => line.split("=")[0])
      // What the shell adds by itself.
      .filter((name) => !["PWD", "SHLVL", "_", "OLDPWD"].includes(name ?? ""));
    expect(names.sort()).to.deep.equal(["GIVEN", RECORD_VARIABLE, "PATH"].sort());
  });

  it("keeps its output, and that of the run before", async () => {
    await startProcess(folder(), shell(folder(), "echo one; echo two >&2; exec sleep 60"));
    await eventually(async () =>
      (await readFile(logFile(folder(), "sample"), "utf8")) === "one\ntwo\n" ? true : undefined,
    );
    await stopProcess(folder(), "sample");
    await startProcess(folder(), shell(folder(), "exec sleep 60"));
    expect(await readFile(logFile(folder(), "sample"), "utf8")).to.equal("");
    expect(await readFile(previousLogFile(folder(), "sample"), "utf8")).to.equal("one\ntwo\n");
  });

  it("lets the starter end while the process goes on", async () => {
    const code = `
      const { startProcess } = require(${JSON.stringify(resolve("sandbox/processes/start.ts"))});
      const { shell } = require(${JSON.stringify(resolve("test/sandbox/processes/shell-process.ts"))});
      void startProcess(${JSON.stringify(folder())}, shell(${JSON.stringify(folder())}, "exec sleep 60"));
    `;
    await promisify(execFile)(process.execPath, [
      "--import",
      "tsx",
      "--input-type=commonjs",
      "--eval",
      code,
    ]);
    const record = await readRecord(folder(), "sample");
    expect(record !== undefined && (await isRunning(record))).to.equal(true);
  });
});
