import { expect } from "chai";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { assetsOf } from "../../../sandbox/toolchain/assets";
import { runCommand } from "../../../sandbox/toolchain/command";
import type { BuildProgress } from "../../../sandbox/toolchain/progress";
import { interpreterOf } from "../../../sandbox/toolchain/python-environment";
import {
  ensureToolchain,
  findToolchain,
  type ToolchainOptions,
} from "../../../sandbox/toolchain/toolchain";
import { eventually } from "../processes/shell-process";
import { temporaryFolder } from "../processes/temporary-folder";
import { environmentIn, installedPackages, writeFakePython, writeSpeaker } from "./fake-programs";
import { failureOf } from "./toolchain-failure";

const groups = ["manifest-checks"] as const;
const requirement = "checkov==3.3.30";

describe("a tool from PyPI", () => {
  const folder = temporaryFolder();
  // Neither a space nor a long path may break the program.
  const cache = () => join(folder(), "a cache", "x".repeat(200));
  const environment = () => environmentIn(folder(), { NEPHORAN_CACHE: cache() });
  const survey = async () => (await findToolchain(groups, { environment: environment() })).survey;
  const ensure = (options: ToolchainOptions = {}) =>
    ensureToolchain(groups, { environment: environment(), ...options });

  // The rest of the group is there, and there is no Go.
  beforeEach(async () => {
    await writeSpeaker(join(folder(), "path"), "kubeconform", "v0.8.0");
    await writeSpeaker(join(folder(), "path"), "kube-score", "kube-score version: 1.20.0");
    const { assets } = (await survey()).layout;
    for (const name of assetsOf(groups)) await mkdir(join(assets, name), { recursive: true });
  });

  it("is installed in the pinned release, and runs from wherever it is called", async () => {
    await writeFakePython(folder());
    const built: string[] = [];
    const toolchain = await ensure({
      onProgress: (event) => {
        if (event.kind === "built") built.push(event.tool);
      },
    });
    expect(built).to.deep.equal(["checkov"]);
    expect(await installedPackages(folder())).to.deep.equal([requirement]);
    const { output } = await runCommand(toolchain.path("checkov"), ["--version"], {
      cwd: folder(),
      variables: {},
    });
    expect(output).to.equal("3.3.30\n");
  });

  it("brings nothing but itself into the PATH, and leaves nothing to clean up", async () => {
    await writeFakePython(folder());
    const { searchPath } = await ensure();
    expect(await readdir(searchPath)).to.deep.equal(["checkov"]);
    expect(await readdir(dirname(searchPath))).to.have.members(["bin", "environment"]);
    expect(existsSync(join(cache(), "toolchain-build"))).to.equal(false);
  });

  it("is not installed again, not even with a Python that fails", async () => {
    await writeFakePython(folder());
    const first = await ensure();
    await writeFakePython(folder(), "exit 1");
    expect((await ensure()).path("checkov")).to.equal(first.path("checkov"));
    expect(await installedPackages(folder())).to.deep.equal([requirement]);
  });

  it("is taken from the PATH before anything is installed", async () => {
    const onPath = await writeSpeaker(join(folder(), "path"), "checkov", "3.4.0");
    expect((await ensure()).path("checkov")).to.equal(onPath);
  });

  it("is installed again when the Python of its environment is gone", async () => {
    await writeFakePython(folder());
    await ensure();
    await rm(interpreterOf((await survey()).layout.environments.checkov));
    expect((await survey()).missing).to.deep.equal(["checkov"]);
    await ensure();
    expect(await installedPackages(folder())).to.deep.equal([requirement, requirement]);
  });

  it("replaces what an earlier pin left", async () => {
    await writeFakePython(folder());
    const earlier = join(cache(), "toolchain", "checkov-000000000000");
    await mkdir(earlier);
    await ensure();
    expect(existsSync(earlier)).to.equal(false);
  });

  it("says how many packages are there, then that they are installed", async () => {
    await writeFakePython(folder());
    const reports: BuildProgress[] = [];
    await ensure({
      onProgress: (event) => {
        if (event.kind === "progress") reports.push(event);
      },
    });
    const phases = reports.map(({ phase, done, total }) => `${phase} ${done} of ${total}`);
    expect(phases).to.deep.equal([
      "downloading 0 of 96",
      "downloading 1 of 96",
      "installing 0 of 0",
    ]);
  });

  it("is not there after a failed installation, whose end the error shows", async () => {
    await writeFakePython(folder(), "echo 'ERROR: No matching distribution' >&2; exit 1");
    const { code, message } = await failureOf(ensure());
    expect(code).to.equal("build-failed");
    const log = join(cache(), "toolchain-build", "log", "checkov.log");
    expect(message.split("\n")).to.deep.equal([
      "`python -m pip` failed for checkov (exit code 1). The end of its output:",
      `  Collecting ${requirement}`,
      "  ERROR: No matching distribution",
      `All of it: ${log}`,
    ]);
    expect(await readFile(log, "utf8")).to.contain("ERROR: No matching distribution");
    expect((await survey()).missing).to.deep.equal(["checkov"]);

    await writeFakePython(folder());
    expect(existsSync((await ensure()).path("checkov"))).to.equal(true);
  });

  it("is not there after an interrupted installation, and the next one begins anew", async () => {
    const mark = join(folder(), "started");
    await writeFakePython(folder(), `touch '${mark}'; exec sleep 60`);
    const controller = new AbortController();
    const running = failureOf(ensure({ signal: controller.signal }));
    await eventually(() => Promise.resolve(existsSync(mark) || undefined));
    controller.abort(new Error("Ctrl-C"));
    expect((await running).code).to.equal("interrupted");
    expect((await survey()).missing).to.deep.equal(["checkov"]);

    await writeFakePython(folder());
    expect(existsSync((await ensure()).path("checkov"))).to.equal(true);
  });

  it("is never of another release than was pinned", async () => {
    await writeFakePython(folder(), `echo 'echo 3.2.0' > "$(dirname "$0")/checkov"; exit 0`);
    const { code, message } = await failureOf(ensure());
    expect(code).to.equal("build-failed");
    expect(message).to.match(/^checkov 3\.3\.30 was installed in .*, but it says it is 3\.2\.0$/);
    expect((await survey()).missing).to.deep.equal(["checkov"]);
  });

  it("cannot be installed without Python, which is said before anything is done", async () => {
    const before = await readdir(join(cache(), "toolchain"));
    const { code, message } = await failureOf(ensure());
    expect(code).to.equal("no-python");
    expect(message).to.contain("but there is no python3 on the PATH");
    expect(await readdir(join(cache(), "toolchain"))).to.deep.equal(before);
  });
});
