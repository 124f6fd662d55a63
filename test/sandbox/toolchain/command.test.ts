import { expect } from "chai";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { lookUp } from "../../../sandbox/processes/process-table";
import { runCommand } from "../../../sandbox/toolchain/command";
import { eventually } from "../processes/shell-process";
import { temporaryFolder } from "../processes/temporary-folder";

const variables = { PATH: "/usr/bin:/bin" };

describe("a command", () => {
  const folder = temporaryFolder();
  const run = (script: string, options: Partial<Parameters<typeof runCommand>[2]> = {}) =>
    runCommand("/bin/sh", ["-c", script], { variables, ...options });
  const pidIn = (name: string) =>
    eventually(async () => {
      const text = await readFile(join(folder(), name), "utf8").catch(() => "");
      return Number(text) || undefined;
    });

  it("gives its exit code, its output and its errors, and each line of both as it comes", async () => {
    const outputLines: string[] = [];
    const errorLines: string[] = [];
    const result = await run("echo out; echo put; echo one >&2; echo two >&2; exit 3", {
      onOutputLine: (line) => outputLines.push(line),
      onErrorLine: (line) => errorLines.push(line),
    });
    expect(result).to.deep.equal({
      exitCode: 3,
      output: "out\nput\n",
      errorLines: ["one", "two"],
    });
    expect(outputLines).to.deep.equal(["out", "put"]);
    expect(errorLines).to.deep.equal(["one", "two"]);
  });

  it("is ended with its children by the signal, whose reason it throws", async () => {
    const controller = new AbortController();
    const running = run(
      `sleep 60 & echo $! > '${folder()}/child'; echo $$ > '${folder()}/leader'; wait; sleep 60`,
      { signal: controller.signal },
    ).catch((error: unknown) => error);
    const pids = [await pidIn("child"), await pidIn("leader")];
    const reason = new Error("enough");
    controller.abort(reason);
    expect(await running).to.equal(reason);
    for (const pid of pids) {
      await eventually(async () => {
        const entry = await lookUp(pid);
        return entry === undefined || entry.zombie ? true : undefined;
      });
    }
  });

  it("leaves no child that let go of its output and outlives an interruption", async () => {
    const controller = new AbortController();
    const running = run(
      `trap 'exit 1' INT
      sh -c 'trap "" INT; echo $$ > "${folder()}/child"; exec sleep 60' </dev/null >/dev/null 2>&1 &
      while :; do sleep 0.05; done`,
      { signal: controller.signal },
    ).catch((error: unknown) => error);
    const child = await pidIn("child");
    controller.abort(new Error("enough"));
    await running;
    await eventually(async () => {
      const entry = await lookUp(child);
      return entry === undefined || entry.zombie ? true : undefined;
    });
  });

  it("is ended even if it does not listen to an interruption", async () => {
    const controller = new AbortController();
    const running = run(
      `trap '' INT; echo $$ > '${folder()}/leader'; while :; do sleep 0.1; done`,
      { signal: controller.signal },
    ).catch((error: unknown) => error);
    await pidIn("leader");
    const reason = new Error("enough");
    controller.abort(reason);
    expect(await running).to.equal(reason);
  });

  it("does not start under a signal that is aborted already", async () => {
    const signal = AbortSignal.abort(new Error("too late"));
    const error: unknown = await run(`touch '${folder()}/started'`, { signal }).catch(
      (reason: unknown) => reason,
    );
    expect(error).to.have.property("message", "too late");
    expect(existsSync(join(folder(), "started"))).to.equal(false);
  });

  it("is ended when its time is up", async () => {
    const result = await run("sleep 60", { timeoutMs: 50 });
    expect(result.exitCode).to.equal(null);
  });

  it("that does not exist is an error", async () => {
    const error: unknown = await runCommand(join(folder(), "none"), [], { variables }).catch(
      (reason: unknown) => reason,
    );
    expect(error).to.have.property("code", "ENOENT");
  });
});
