import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type { Check } from "../../promises/promise";
import { runCheck } from "../../promises/run-check";
import { temporaryFolder } from "../sandbox/processes/temporary-folder";

describe("a check of a promise", () => {
  const folder = temporaryFolder();
  const run = (check: Omit<Check, "where">): Promise<string | undefined> =>
    runCheck(
      { where: "anywhere", ...check },
      { PATH: process.env["PATH"], WORD: "four" },
      folder(),
    );

  it("holds if the command exits with 0 and prints what it has to", async () => {
    expect(await run({ command: "echo $WORD regions", shows: /^four regions\n$/ })).to.equal(
      undefined,
    );
  });

  it("fails with what was printed if that is something else", async () => {
    expect(await run({ command: "echo three regions", shows: /^four/ })).to.equal(
      "`echo three regions` printed\nthree regions\n\nwhich does not match /^four/",
    );
  });

  it("fails with the exit code and the errors of any part of a loop or a pipe", async () => {
    expect(await run({ command: "echo four; echo why >&2; exit 3", shows: /four/ })).to.equal(
      "`echo four; echo why >&2; exit 3` exited with 3:\nwhy",
    );
    const loop = "for code in 4 0; do (echo four; exit $code); done";
    expect(await run({ command: loop, shows: /four/ })).to.equal(`\`${loop}\` exited with 4:`);
    const pipe = "(echo four; exit 5) | cat";
    expect(await run({ command: pipe, shows: /four/ })).to.equal(`\`${pipe}\` exited with 5:`);
  });

  it("does not run the command if what comes before fails, but puts things back", async () => {
    const failure = await run({
      before: "false",
      command: "touch ran",
      shows: /$/,
      after: "touch restored",
    });
    expect(failure).to.equal("`false` exited with 1:");
    expect(existsSync(join(folder(), "ran"))).to.equal(false);
    expect(existsSync(join(folder(), "restored"))).to.equal(true);
  });

  it("fails if the command had no effect, or if it cannot be put back", async () => {
    const failure = await run({
      command: "true",
      shows: /$/,
      proof: "test -e effect",
      after: "rm effect 2> /dev/null",
    });
    expect(failure).to.equal(
      "`test -e effect` exited with 1:\n`rm effect 2> /dev/null` exited with 1:",
    );
  });
});
