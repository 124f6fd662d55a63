import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readdir, symlink, writeFile } from "node:fs/promises";
import { homedir, hostname } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { lockFolder, removeDeadLocks } from "../../../deploy/engine/stack-locks";
import { temporaryFolder } from "../../sandbox/processes/temporary-folder";

/** Beyond what any system hands out as a process id. */
const NO_PROCESS = 2 ** 30;

describe("locks on a stack", () => {
  const folder = temporaryFolder();
  const address = () => ({
    backend: `file://${folder()}`,
    project: "/nowhere",
    projectName: "nephoran",
    stack: "eu-west-1",
  });
  const locks = () => join(folder(), ".pulumi/locks/organization/nephoran/eu-west-1");
  const lock = async (name: string, content: object | string) => {
    await mkdir(locks(), { recursive: true });
    const whole = { username: "ops", timestamp: new Date().toISOString() };
    const text = typeof content === "string" ? content : JSON.stringify({ ...whole, ...content });
    await writeFile(join(locks(), name), text);
  };

  let engine: ChildProcess;
  before(async function () {
    const program = join("/tmp", `nephoran-${process.pid}`, "pulumi");
    await mkdir(join(program, ".."), { recursive: true });
    await symlink("/bin/sleep", program).catch(() => undefined);
    engine = spawn(program, ["60"], { stdio: "ignore" });
    await once(engine, "spawn");
  });
  after(() => engine.kill());

  it("are removed, with what belongs to them, when their engine is dead", async () => {
    await lock("dead.json", { pid: NO_PROCESS, hostname: hostname() });
    await lock("dead.json.attrs", "{}");
    expect(await removeDeadLocks(address())).to.deep.equal([]);
    expect(await readdir(locks())).to.deep.equal([]);
  });

  it("are kept and told when their engine lives, or is another machine's", async () => {
    const since = new Date();
    const timestamp = since.toISOString();
    await lock("alive.json", { pid: engine.pid, hostname: hostname(), timestamp });
    await lock("elsewhere.json", { pid: NO_PROCESS, hostname: "another-machine", timestamp });
    expect(await removeDeadLocks(address())).to.have.deep.members([
      { pid: engine.pid, who: `ops@${hostname()}`, since, here: true },
      { pid: NO_PROCESS, who: "ops@another-machine", since, here: false },
    ]);
    expect(await readdir(locks())).to.have.members(["alive.json", "elsewhere.json"]);
  });

  it("are removed when their engine's pid belongs to another program by now", async () => {
    await lock("reused.json", { pid: process.pid, hostname: hostname() });
    expect(await removeDeadLocks(address())).to.deep.equal([]);
  });

  it("are removed when their engine's pid belongs to a later engine", async () => {
    const timestamp = new Date(Date.now() - 60_000).toISOString();
    await lock("reused.json", { pid: engine.pid, hostname: hostname(), timestamp });
    expect(await removeDeadLocks(address())).to.deep.equal([]);
  });

  it("are left to the engine when nobody can read them", async () => {
    await lock("torn.json", '{"pid":');
    expect(await removeDeadLocks(address())).to.deep.equal([]);
    expect(await readdir(locks())).to.deep.equal(["torn.json"]);
  });

  it("need not exist", async () => {
    expect(await removeDeadLocks(address())).to.deep.equal([]);
    expect(await readdir(folder())).to.deep.equal([]);
  });

  it("lie where the backend's URL says, if it is one of files", () => {
    const at = (backend: string) => lockFolder({ ...address(), backend });
    const below = ".pulumi/locks/organization/nephoran/eu-west-1";
    expect(at("file:///var/state?no_tmp_dir=true")).to.equal(`/var/state/${below}`);
    expect(at("file://~")).to.equal(join(homedir(), below));
    expect(at("file://~/state")).to.equal(join(homedir(), "state", below));
    expect(at("file://./state")).to.equal(`/nowhere/state/${below}`);
    expect(at("https://app.pulumi.com")).to.equal(undefined);
    expect(at("s3://states")).to.equal(undefined);
  });
});
