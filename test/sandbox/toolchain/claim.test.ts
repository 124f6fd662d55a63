import { expect } from "chai";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readdir, readFile, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { lookUp } from "../../../sandbox/processes/process-table";
import {
  type Claim,
  type ClaimHolder,
  tryToClaim,
  waitForClaim,
} from "../../../sandbox/toolchain/claim";
import { eventually } from "../processes/shell-process";
import { temporaryFolder } from "../processes/temporary-folder";

describe("a claim", () => {
  const folder = temporaryFolder();
  const claims = () => join(folder(), "builders");
  const writeClaim = async (holder: ClaimHolder) => {
    await mkdir(claims(), { recursive: true });
    const file = join(claims(), `${holder.pid}.json`);
    await writeFile(file, JSON.stringify(holder));
    return file;
  };
  const claim = async (): Promise<Claim> => {
    const result = await tryToClaim(claims());
    if (!("release" in result)) throw new Error(`process ${result.pid} has it`);
    return result;
  };
  const holderOf = (result: Claim | ClaimHolder) => ("release" in result ? "nobody" : result.pid);
  const deadPid = async () => {
    const child = spawn("true");
    await once(child, "close");
    return child.pid ?? 0;
  };
  const progress = {
    tool: "etcd",
    phase: "compiling",
    done: 1,
    total: 2,
    elapsedMs: 1_000,
    remainingMs: 2_000,
  } as const;

  it("keeps others out until it is released", async () => {
    const first = await claim();
    expect(holderOf(await tryToClaim(claims()))).to.equal(process.pid);
    await first.release();
    await (await claim()).release();
    expect(await readdir(claims())).to.deep.equal([]);
  });

  it("is had by one at most, however many want it at the same moment", async () => {
    const results = await Promise.all(Array.from({ length: 20 }, () => tryToClaim(claims())));
    expect(results.filter((result) => "release" in result).length).to.be.at.most(1);
  });

  it("of a dead process stands in nobody's way and is removed", async () => {
    const file = await writeClaim({
      host: hostname(),
      pid: await deadPid(),
      startedAt: "long ago",
    });
    await claim();
    const left = await readdir(claims());
    expect(left.length).to.equal(1);
    expect(join(claims(), left[0] ?? "")).to.not.equal(file);
  });

  it("of a dead process does not pass to another one with its pid", async () => {
    await writeClaim({ host: hostname(), pid: process.pid, startedAt: "before this process" });
    await (await claim()).release();
  });

  it("of another host counts as long as it is renewed", async () => {
    const file = await writeClaim({ host: "elsewhere", pid: 7, startedAt: "whenever" });
    expect(holderOf(await tryToClaim(claims()))).to.equal(7);
    const threeMinutesAgo = new Date(Date.now() - 180_000);
    await utimes(file, threeMinutesAgo, threeMinutesAgo);
    await (await claim()).release();
  });

  it("shows others how far its holder is, and leaves nothing after a late report", async () => {
    const first = await claim();
    first.publish(progress);
    const seen = await eventually(async () => {
      const result = await tryToClaim(claims());
      return "release" in result ? undefined : result.progress;
    });
    expect(seen).to.deep.equal(progress);
    const released = first.release();
    first.publish(progress);
    await released;
    expect(await readdir(claims())).to.deep.equal([]);
  });

  it("is written as a whole and names its process", async () => {
    await claim();
    const [file] = await readdir(claims());
    const text = await readFile(join(claims(), file ?? ""), "utf8");
    expect(JSON.parse(text)).to.deep.equal({
      host: hostname(),
      pid: process.pid,
      startedAt: (await lookUp(process.pid))?.startedAt,
    });
  });

  it("comes to the one who waits as soon as it is released", async () => {
    const first = await claim();
    const looks: number[] = [];
    const second = await waitForClaim(claims(), async (holder) => {
      looks.push(holder.pid);
      await first.release();
      return false;
    });
    expect(looks).to.deep.equal([process.pid]);
    expect(second).to.have.property("release");
  });

  it("is given up by a waiting process that has what it needs", async () => {
    await claim();
    expect(await waitForClaim(claims(), () => Promise.resolve(true))).to.equal(undefined);
  });

  it("is not waited for after an interruption", async () => {
    await claim();
    const controller = new AbortController();
    const error: unknown = await waitForClaim(
      claims(),
      () => {
        controller.abort(new Error("stop"));
        return Promise.resolve(false);
      },
      controller.signal,
    ).catch((reason: unknown) => reason);
    expect(error).to.be.an.instanceOf(Error);
    expect(controller.signal.aborted).to.equal(true);
  });
});
