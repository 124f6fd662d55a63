import { expect } from "chai";
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "../../../sandbox/layout";
import { temporaryFolder } from "../processes/temporary-folder";
import { writeFakeGo, writeFakePython } from "./fake-programs";

interface Result {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

describe("npm run toolchain", () => {
  const folder = temporaryFolder();
  const run = (...args: string[]): Promise<Result> =>
    new Promise((resolve) => {
      const entry = join(repositoryRoot, "sandbox/toolchain/main.ts");
      const env = {
        PATH: join(folder(), "path"),
        HOME: folder(),
        NEPHORAN_CACHE: join(folder(), "cache"),
      };
      execFile(
        process.execPath,
        ["--import", "tsx", entry, ...args],
        { env, cwd: repositoryRoot },
        (error, stdout, stderr) => {
          resolve({ exitCode: error ? Number(error.code) : 0, stdout, stderr });
        },
      );
    });

  it("builds, lists and cleans", async () => {
    await writeFakeGo(folder());
    await writeFakePython(folder());
    const built = await run("build", "manifest-checks");
    expect(built).to.include({ exitCode: 0 });
    expect(built.stdout).to.match(
      /^Ready after \d+ s, for your PATH:\n.*manifest-checks-.*\/bin:.*checkov-.*\/bin\n$/,
    );
    expect(built.stderr).to.contain("toolchain: kubeconform is ready after");

    const listed = await run("list", "manifest-checks", "--json");
    const { tools } = JSON.parse(listed.stdout) as {
      tools: { tool: string; found: { version: string } }[];
    };
    expect(tools.map(({ tool, found }) => `${tool} ${found.version}`)).to.deep.equal([
      "kubeconform 0.8.0",
      "kube-score 1.20.0",
      "checkov 3.3.30",
    ]);

    const cleaned = await run("clean");
    expect(cleaned.stdout).to.match(/^Freed \d+ MB in .*cache\.\n$/);
    expect(existsSync(join(folder(), "cache", "toolchain"))).to.equal(false);
  });

  it("fails with one message and exit code 1 where nothing can be built", async () => {
    const { exitCode, stdout, stderr } = await run("build", "manifest-checks");
    expect(exitCode).to.equal(1);
    expect(stdout).to.equal("");
    expect(stderr).to.contain("there is no Go on the PATH");
    expect(stderr).to.not.contain("    at ");
  });

  it("knows its groups", async () => {
    const { exitCode, stderr } = await run("build", "clusters");
    expect(exitCode).to.equal(1);
    expect(stderr).to.contain(
      "Allowed choices are cluster, pulumi, mesh, manifest-checks, monitoring, network.",
    );
  });
});
