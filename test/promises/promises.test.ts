import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { catalogue } from "../../promises/catalogue";
import { promisesPage } from "../../promises/page";
import { RENDERINGS } from "../../promises/promise";
import { COMMAND_TIMEOUT_MS, runCheck } from "../../promises/run-check";
import { repositoryRoot } from "../../sandbox/layout";
import { runCommand } from "../../sandbox/toolchain/command";
import { checkedPromises } from "./checked-promises";

describe("the promises", function () {
  this.timeout(4 * COMMAND_TIMEOUT_MS);

  it("are on the committed page as the catalogue has them (else: npm run promises)", () => {
    const page = readFileSync(join(repositoryRoot, "docs", "promises.md"), "utf8");
    expect(page).to.equal(promisesPage(catalogue));
  });

  it("differ from each other", () => {
    const texts = catalogue.flatMap(({ promises }) => promises.map(({ promise }) => promise));
    expect(texts).to.deep.equal([...new Set(texts)]);
  });

  it("have commands that a table can show: one line, no backslash before a bar", () => {
    const commands = catalogue
      .flatMap(({ promises }) => promises)
      .map((line) => (line.state === "not yet" ? (line.command ?? "") : line.check.command));
    expect(commands.filter((command) => /\n|\\\|/.test(command))).to.deep.equal([]);
  });

  describe("that hold anywhere", () => {
    for (const { promise, check } of checkedPromises("anywhere")) {
      it(promise, async () => {
        const failure = await runCheck(check, process.env);
        expect(failure, failure).to.equal(undefined);
      });
    }
  });

  describe("that rendered manifests show", () => {
    let directory: string;
    before(async () => {
      directory = mkdtempSync(join(tmpdir(), "nephoran-promises-"));
      for (const [out, ...options] of RENDERINGS) {
        const words = ["run", "render", "--", join(directory, out), ...options];
        const { exitCode, errorLines } = await runCommand("npm", words, {
          cwd: repositoryRoot,
          variables: process.env,
          timeoutMs: COMMAND_TIMEOUT_MS,
        });
        expect(exitCode, errorLines.join("\n")).to.equal(0);
      }
    });
    after(() => {
      rmSync(directory, { recursive: true });
    });

    for (const { promise, check } of checkedPromises("rendered")) {
      it(promise, async () => {
        const failure = await runCheck(check, process.env, directory);
        expect(failure, failure).to.equal(undefined);
      });
    }
  });
});
