import { expect } from "chai";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { proc } from "../../../../../sandbox/live/pods/metrics/proc";
import { processKey } from "../../../../../sandbox/live/pods/metrics/process-usage";

const isLinux = process.platform === "linux";

(isLinux ? describe : describe.skip)("this machine's processes", () => {
  it("are read with their parents, and each by itself is the same", async () => {
    const all = await proc.processes();
    const own = all.find(({ pid }) => pid === process.pid);
    expect(own?.parent).to.equal(process.ppid);
    expect(own?.ownTicks).to.be.above(0);
    const again = await proc.process(process.pid);
    expect(again && processKey(again)).to.equal(own && processKey(own));
  });

  it("have variables, memory and a network", async () => {
    const child = spawn("sleep", ["60"], { env: { MARK: "a=b" } });
    try {
      await once(child, "spawn");
      const pid = child.pid ?? 0;
      expect(await proc.variable(pid, "MARK")).to.equal("a=b");
      expect(await proc.variable(pid, "MAR")).to.equal(undefined);
    } finally {
      child.kill("SIGKILL");
      await once(child, "exit");
    }
    expect(await proc.memoryBytes(process.pid)).to.be.within(10e6, 4e9);
    expect((await proc.devices(process.pid)).map(({ device }) => device)).not.to.include("lo");
  });

  it("are nothing once they are gone", async () => {
    const child = spawn("true");
    await once(child, "exit");
    const pid = child.pid ?? 0;
    expect(await proc.process(pid)).to.equal(undefined);
    expect(await proc.variable(pid, "PATH")).to.equal(undefined);
    expect(await proc.memoryBytes(pid)).to.equal(0);
    expect(await proc.devices(pid)).to.deep.equal([]);
  });
});
