import { expect } from "chai";
import { mkdir, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { readFileIfPresent, writeFileAtomically } from "../../../sandbox/processes/atomic-file";
import { temporaryFolder } from "./temporary-folder";

describe("a file written atomically", () => {
  const folder = temporaryFolder();

  it("replaces what was there, for its owner's eyes alone", async () => {
    const file = join(folder(), "state");
    await writeFileAtomically(file, "old and long");
    await writeFileAtomically(file, "new");
    expect(await readFileIfPresent(file)).to.equal("new");
    expect((await stat(file)).mode & 0o777).to.equal(0o600);
    expect(await readdir(folder())).to.deep.equal(["state"]);
  });

  it("leaves nothing behind when it cannot be put in its place", async () => {
    await mkdir(join(folder(), "taken"));
    const error = await writeFileAtomically(join(folder(), "taken"), "x").catch((e: unknown) => e);
    expect(error).to.be.an.instanceOf(Error);
    expect(await readdir(folder())).to.deep.equal(["taken"]);
  });

  it("is told apart from one that is not there", async () => {
    expect(await readFileIfPresent(join(folder(), "absent"))).to.equal(undefined);
  });
});
