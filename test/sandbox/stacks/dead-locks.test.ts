import { mkdir, readdir, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { sandboxLayout } from "../../../sandbox/layout";
import { removeDeadLocks } from "../../../sandbox/stacks/dead-locks";
import { temporaryFolder } from "../processes/temporary-folder";

/** Beyond what any system hands out as a process id. */
const NO_PROCESS = 2 ** 30;

describe("locks on a stack", () => {
  const folder = temporaryFolder();
  const locks = () =>
    join(sandboxLayout(folder()).backend, ".pulumi/locks/organization/nephoran/eu-west-1");
  const lock = async (name: string, content: object) => {
    await mkdir(locks(), { recursive: true });
    await writeFile(join(locks(), name), JSON.stringify(content));
  };
  const left = async () => {
    await removeDeadLocks(sandboxLayout(folder()), "eu-west-1");
    return readdir(locks());
  };

  it("are removed when their engine is dead", async () => {
    await lock("dead.json", { pid: NO_PROCESS, hostname: hostname() });
    expect(await left()).to.deep.equal([]);
  });

  it("are kept when their engine lives, or is another machine's", async () => {
    await lock("alive.json", { pid: process.pid, hostname: hostname() });
    await lock("elsewhere.json", { pid: NO_PROCESS, hostname: "another-machine" });
    expect(await left()).to.have.members(["alive.json", "elsewhere.json"]);
  });

  it("need not exist", async () => {
    await removeDeadLocks(sandboxLayout(folder()), "eu-west-1");
    expect(await readdir(folder())).to.deep.equal([]);
  });
});
