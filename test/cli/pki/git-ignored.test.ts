import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { requireGitIgnored } from "../../../cli/pki/git-ignored";
import { temporaryFolder } from "../../sandbox/processes/temporary-folder";

describe("a folder for keys", () => {
  const folder = temporaryFolder();
  beforeEach(function () {
    if (spawnSync("git", ["--version"]).status !== 0) this.skip();
  });

  it("may lie anywhere outside of a work tree", () => {
    requireGitIgnored(join(folder(), "a", "b"));
  });

  it("has to be ignored inside of one, whether it is there yet or not", () => {
    spawnSync("git", ["init", "--quiet"], { cwd: folder() });
    const target = join(folder(), "pki-authority");
    expect(() => {
      requireGitIgnored(target);
    }).to.throw(
      `${target} lies in a git work tree that does not ignore it: the authority's keys would be ` +
        "committed. Nothing was made. Add the folder to .gitignore, or name one elsewhere with " +
        "--authority.",
    );
    writeFileSync(join(folder(), ".gitignore"), "pki-authority/\n");
    requireGitIgnored(target);
  });
});
