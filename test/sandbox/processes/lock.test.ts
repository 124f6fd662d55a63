import { expect } from "chai";
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ProcessError } from "../../../sandbox/processes/failure";
import { withLock } from "../../../sandbox/processes/lock";
import { temporaryFolder } from "./temporary-folder";

describe("a lock", () => {
  const folder = temporaryFolder();
  const file = () => join(folder(), "state", "lock");

  it("is held for the length of the action, whose result it gives", async () => {
    const result = await withLock(file(), "testing", async () => {
      expect(await readdir(join(folder(), "state"))).to.deep.equal(["lock"]);
      return 42;
    });
    expect(result).to.equal(42);
    expect(await readdir(join(folder(), "state"))).to.deep.equal([]);
  });

  it("turns away a second one at once, saying who holds it", async () => {
    const error = await withLock(file(), "starting the sandbox", () =>
      withLock(file(), "stopping it", () => Promise.resolve()),
    ).catch((e: unknown) => e);
    expect(error).to.be.an.instanceOf(ProcessError);
    expect((error as ProcessError).code).to.equal("busy");
    expect((error as ProcessError).message).to.equal(
      `another process (pid ${String(process.pid)}) is starting the sandbox: wait until it is done, or interrupt it with Ctrl-C`,
    );
  });

  it("is given back when the action fails", async () => {
    const failing = withLock(file(), "testing", () => Promise.reject(new Error("no")));
    expect(await failing.catch((e: unknown) => e)).to.have.property("message", "no");
    expect(await withLock(file(), "testing", () => Promise.resolve("again"))).to.equal("again");
  });

  it("is taken over from a holder that died, even if another process has its pid", async () => {
    await withLock(file(), "making the folder", () => Promise.resolve());
    await writeFile(
      file(),
      JSON.stringify({ pid: process.pid, startedAt: "an earlier time", doing: "dying" }),
    );
    expect(await withLock(file(), "testing", () => Promise.resolve("mine"))).to.equal("mine");
  });
});
