import { expect } from "chai";
import { join } from "node:path";
import { readFileIfPresent } from "../../../sandbox/processes/atomic-file";
import { ProcessError } from "../../../sandbox/processes/failure";
import { awaitReady, type Probe } from "../../../sandbox/processes/readiness";
import { logFile } from "../../../sandbox/processes/record";
import { startProcess } from "../../../sandbox/processes/start";
import { shell } from "./shell-process";
import { temporaryFolder } from "./temporary-folder";

const never: Probe = () => Promise.resolve({ ready: false, why: "no answer" });

describe("waiting until a process is ready", () => {
  const folder = temporaryFolder();
  const failureOf = async (script: string, timeoutMs: number): Promise<ProcessError> => {
    const record = await startProcess(folder(), shell(folder(), script));
    const error = await awaitReady(folder(), record, never, { timeoutMs }).catch((e: unknown) => e);
    expect(error).to.be.an.instanceOf(ProcessError);
    return error as ProcessError;
  };

  it("ends as soon as the probe is content", async () => {
    const record = await startProcess(folder(), shell(folder(), "touch ready; exec sleep 60"));
    let questions = 0;
    const probe: Probe = async () => {
      questions += 1;
      const there = (await readFileIfPresent(join(folder(), "ready"))) !== undefined;
      return there && questions > 2 ? { ready: true } : { ready: false, why: "no file yet" };
    };
    await awaitReady(folder(), record, probe, { timeoutMs: 5_000 });
    expect(questions).to.be.at.least(3);
  });

  it("fails at once when the process ends, with the end of its log", async () => {
    const begin = Date.now();
    const error = await failureOf("echo starting; echo no such flag >&2; exit 1", 60_000);
    expect(error.code).to.equal("exited");
    expect(error.message).to.equal(
      `sample ended before it was ready. Its log is ${logFile(folder(), "sample")}, and it ends with:\n  starting\n  no such flag`,
    );
    expect(Date.now() - begin).to.be.below(10_000);
  });

  it("says that the log is empty when the process ends without a word", async () => {
    const { message } = await failureOf("exit 1", 60_000);
    expect(message).to.equal(
      `sample ended before it was ready. Its log is ${logFile(folder(), "sample")}, and it is empty`,
    );
  });

  it("fails at its bound with what is missing", async () => {
    const error = await failureOf("exec sleep 60", 100);
    expect(error.code).to.equal("not-ready");
    expect(error.message).to.equal(
      `sample is not ready after 0.1 s: no answer. Its log is ${logFile(folder(), "sample")}, and it is empty`,
    );
  });

  it("ends with the signal's reason when it is interrupted", async () => {
    const record = await startProcess(folder(), shell(folder(), "exec sleep 60"));
    const interruption = new AbortController();
    const waiting = awaitReady(folder(), record, never, {
      timeoutMs: 60_000,
      signal: interruption.signal,
    });
    interruption.abort(new Error("Ctrl-C"));
    expect(await waiting.catch((e: unknown) => e)).to.have.property("message", "Ctrl-C");
  });
});
