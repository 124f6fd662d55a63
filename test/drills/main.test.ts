import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { projectDirectory } from "../shipped-project";

const run = promisify(execFile);

async function drill(...args: readonly string[]): Promise<string> {
  const command = ["--import", "tsx", join(projectDirectory, "drills/main.ts"), ...args];
  return (await run(process.execPath, command, { cwd: projectDirectory })).stdout;
}

describe("npm run drill", function () {
  this.timeout(60_000);

  it("says with --dry-run who would fail when, and what would be expected, and does nothing", async () => {
    const text = await drill(
      ...["--dry-run", "--mode", "primary,all", "--count", "2", "--seed", "7"],
    );
    const lines = text.split("\n");
    expect(lines[0]).to.match(/^ROUND +VICTIM +OTHER +AFTER +FOR$/);
    expect(lines[1]).to.match(/^primary 1 +us-east-1 +eu-west-1 +1\d\.\d s +25\.0 s$/);
    expect(lines[4]).to.match(/^all 2 .* 3\.0 s$/);
    expect(lines).to.include("  longest wait for an answer: at most 4.0 s");
    expect(lines).to.include("  full service after the first answer: at most 1.0 s");
  });

  it("refuses a mode that there is not, in a sentence", async () => {
    const error: unknown = await drill("--dry-run", "--mode", "flood").catch(
      (cause: unknown) => cause,
    );
    expect(error).to.have.property("code", 1);
    expect(error).to.have.property("stderr").that.includes('there is no mode "flood"');
    expect(error).to.have.property("stderr").that.does.not.include("    at ");
  });
});
