import { expect } from "chai";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { NetworkError } from "../../../../sandbox/live/network/failure";
import {
  attachNetwork,
  closeNetwork,
  type LiveNetwork,
  openNetwork,
} from "../../../../sandbox/live/network/network";
import { NETWORK_VARIABLE } from "../../../../sandbox/live/network/place";
import { memoryMb, pidsWithVariable } from "../../../../sandbox/processes/process-table";
import { isRunning, readRecord, recordedNames } from "../../../../sandbox/processes/record";
import { startProcess } from "../../../../sandbox/processes/start";
import { networkBinary, sites } from "./sample-network";

/** Waits until a program has become what it was started for. */
async function isSleeping(pid: number): Promise<void> {
  const deadline = Date.now() + 10_000;
  while ((await readFile(`/proc/${String(pid)}/comm`, "utf8").catch(() => "")) !== "sleep\n") {
    if (Date.now() > deadline) throw new Error(`pid ${String(pid)} does not sleep`);
    await pause(10);
  }
}

async function addressOf(network: LiveNetwork, pod: string): Promise<string | undefined> {
  const args = ["-4", "-o", "address", "show", "dev", "eth0"];
  const text = await network.run({ pod }, { command: "ip", args });
  return /inet (\S+)/.exec(text)?.[1];
}

const networkModule = join(__dirname, "../../../../sandbox/live/network/network.ts");

describe("the life of a network", function () {
  this.timeout(60_000);
  let directory: string;
  let binary: string;

  before(async () => {
    binary = await networkBinary();
  });
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "nephoran-network-"));
  });
  afterEach(async () => {
    await closeNetwork(directory);
    await rm(directory, { recursive: true });
  });

  const processes = () => join(directory, "network", "processes");
  const left = () => pidsWithVariable(NETWORK_VARIABLE, join(directory, "network"));
  const open = () => openNetwork({ directory, sites, binary });
  const sleeper = (network: LiveNetwork, name: string, command: readonly string[]) =>
    startProcess(
      join(directory, "others"),
      network.inside(
        { pod: "one" },
        {
          name,
          command: "/usr/bin/env",
          args: command,
          workingDirectory: "/",
          environment: { PATH: "/usr/bin:/bin:/usr/sbin:/sbin" },
        },
      ),
    );

  it("ends with all that runs in it, whatever that did to itself", async () => {
    const network = await open();
    await network.addPod("us-east-1", "one", "10.1.253.2");
    const plain = await sleeper(network, "plain", ["sleep", "1000"]);
    const anonymous = await sleeper(network, "anonymous", ["-i", "/bin/sleep", "1000"]);
    const otherUser = ["unshare", "--user", "--map-user=1000", "sleep", "1000"];
    const nested = await sleeper(network, "nested", otherUser);
    // They are in before it ends.
    for (const { pid } of [plain, anonymous, nested]) await isSleeping(pid);
    await closeNetwork(directory);
    expect(await left()).to.deep.equal([]);
    for (const { pid } of [plain, anonymous, nested])
      expect(await memoryMb(pid)).to.equal(undefined);
    expect(await recordedNames(processes())).to.deep.equal([]);
    const error: unknown = await attachNetwork(directory).catch((e: unknown) => e);
    expect(error).to.be.instanceOf(NetworkError).and.include({ code: "not-running" });
  });

  it("runs programs with the process id that they were started with, as root of their own", async () => {
    const network = await open();
    await network.addPod("us-east-1", "one", "10.1.253.2");
    const { pid } = await sleeper(network, "plain", ["sleep", "1000"]);
    await isSleeping(pid);
    const id = await network.run({ pod: "one" }, { command: "id", args: ["-u"] });
    expect(id).to.equal("0\n");
    const seen = await network.run(
      { pod: "one" },
      { command: "cat", args: [`/proc/${String(pid)}/comm`] },
    );
    expect(seen).to.equal("sleep\n");
  });

  it("is taken by whoever attaches, and says what a command said that failed", async () => {
    await (await open()).addPod("us-east-1", "one", "10.1.253.2");
    const attached = await attachNetwork(directory);
    expect(attached.sites).to.deep.equal(sites);
    expect(await addressOf(attached, "one")).to.equal("10.1.253.2/32");
    const failed = attached.run({ pod: "one" }, { command: "ls", args: ["/nowhere"] });
    const error: unknown = await failed.catch((e: unknown) => e);
    expect(error).to.be.instanceOf(NetworkError).and.include({ code: "command" });
    expect((error as NetworkError).message).to.match(
      /^ls \/nowhere failed in pod one \(exit code \d+\): .*\/nowhere/,
    );
  });

  it("is taken as it is by who opens it again, who may add sites", async () => {
    const first = await open();
    await first.addPod("us-east-1", "one", "10.1.253.2");
    const holder = await readRecord(processes(), "holder");
    const router = await readRecord(processes(), "router");
    await open();
    expect(await readRecord(processes(), "router")).to.deep.equal(router);
    const more = [...sites, { name: "ap-southeast-1", index: 2 }];
    const second = await openNetwork({ directory, sites: more, binary });
    expect(await readRecord(processes(), "holder")).to.deep.equal(holder);
    await second.addPod("ap-southeast-1", "two", "10.3.253.2");
    // The other's kernel answers that nobody listens there, from as far away as unknown sites are.
    const connect = `require("net").connect(80, "10.3.253.2").on("error", (e) => console.log(e.code))`;
    const asked = { command: process.execPath, args: ["-e", connect] };
    expect(await second.run({ pod: "one" }, asked)).to.equal("ECONNREFUSED\n");
  });

  it("starts anew where its holder or its router has died", async () => {
    await open();
    for (const name of ["router", "holder"]) {
      const record = await readRecord(processes(), name);
      if (record === undefined) throw new Error(`${name} is not on record`);
      process.kill(record.pid, "SIGKILL");
      while (await isRunning(record)) await pause(10);
      const network = await open();
      await network.addPod("us-east-1", "one", "10.1.253.2");
      expect(Object.keys(await network.router.record())).to.have.lengthOf(6);
      expect((await readRecord(processes(), name))?.pid).to.not.equal(record.pid);
    }
  });

  it("outlives who opened it, and is closed by another after a SIGKILL at any moment", async () => {
    for (const moment of [0, 150, 400, undefined]) {
      const opener = spawn(
        process.execPath,
        [
          "--import",
          "tsx",
          join(__dirname, "opener.mjs"),
          networkModule,
          directory,
          binary,
          JSON.stringify(sites),
        ],
        { stdio: ["ignore", "pipe", "inherit"] },
      );
      if (moment === undefined) {
        await once(opener.stdout, "data");
      } else {
        // From the first process on record on: before, there is nothing to be left behind.
        while ((await recordedNames(processes())).length === 0) await pause(5);
        await pause(moment);
      }
      opener.kill("SIGKILL");
      await once(opener, "exit");
      if (moment === undefined) {
        const attached = await attachNetwork(directory);
        expect(await addressOf(attached, "left")).to.equal("10.1.253.2/32");
      }
      await closeNetwork(directory);
      expect(await left()).to.deep.equal([]);
      expect(await recordedNames(processes())).to.deep.equal([]);
    }
  });
});
