import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { sandboxLayout, type SandboxLayout } from "../../sandbox/layout";
import { lookUp } from "../../sandbox/processes/process-table";
import { Engine } from "../../sandbox/stacks/engine";
import { deleteSandbox, stopSandbox } from "../../sandbox/stop";

describe("the end of a sandbox", () => {
  let layout: SandboxLayout;
  beforeEach(async () => {
    layout = sandboxLayout(await mkdtemp(join(tmpdir(), "nephoran-")));
  });
  afterEach(async () => {
    await rm(layout.directory, { recursive: true, force: true });
  });

  /** What goes on with the environment of a sandbox's engine, and who started it does not. */
  async function engineOf(owner: SandboxLayout): Promise<number> {
    const { environment } = new Engine(owner, { PATH: "/usr/bin:/bin" });
    const child = spawn("sleep", ["60"], { env: environment, detached: true, stdio: "ignore" });
    await once(child, "spawn");
    return child.pid ?? 0;
  }
  const runs = async (pid: number): Promise<boolean> => (await lookUp(pid))?.zombie === false;

  it("is that of its engines too, which outlive a command that is killed", async function () {
    if (process.platform !== "linux") this.skip();
    const [own, other] = [await engineOf(layout), await engineOf(sandboxLayout("/nowhere"))];
    await stopSandbox(layout);
    expect(await runs(own)).to.equal(false);
    expect(await runs(other)).to.equal(true);
    process.kill(other, "SIGKILL");
  });

  it("keeps its folder, unless it is deleted", async () => {
    expect(await stopSandbox(layout)).to.deep.equal([]);
    expect(existsSync(layout.directory)).to.equal(true);
    await deleteSandbox(layout);
    expect(existsSync(layout.directory)).to.equal(false);
  });
});
