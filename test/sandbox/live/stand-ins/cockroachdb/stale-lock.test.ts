import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { removeStaleLock } from "../../../../../sandbox/live/stand-ins/cockroachdb/stale-lock";

describe("the lock of a database whose server was killed", () => {
  let data: string;
  beforeEach(async () => {
    data = await mkdtemp(join(tmpdir(), "nephoran-"));
  });
  afterEach(async () => {
    await rm(data, { recursive: true });
  });

  /** Whether the lock of a process with this number stays. */
  async function stays(pid: number): Promise<boolean> {
    const lock = join(data, "postmaster.pid");
    await writeFile(lock, `${pid}\n${data}\n1700000000\n`);
    await removeStaleLock(data);
    return existsSync(lock);
  }

  it("is removed where another program has its number by now", async () => {
    expect(await stays(process.pid)).to.equal(false);
  });

  it("is removed where no process has its number", async () => {
    // Above what any Linux gives to a process.
    expect(await stays(2 ** 22 + 1)).to.equal(false);
  });

  it("stays while a server runs", async function () {
    if (process.platform !== "linux") this.skip();
    const program = join(data, "postgres");
    await copyFile("/bin/sleep", program);
    const server = spawn(program, ["60"]);
    await once(server, "spawn");
    expect(await stays(server.pid ?? 0)).to.equal(true);
    server.kill("SIGKILL");
    await once(server, "exit");
  });

  it("need not be there", async () => {
    await removeStaleLock(data);
    expect(existsSync(join(data, "postmaster.pid"))).to.equal(false);
  });
});
