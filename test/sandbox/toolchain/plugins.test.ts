import { expect } from "chai";
import { execFile } from "node:child_process";
import { mkdir, readdir, readlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { writePlugins } from "../../../sandbox/toolchain/plugins";
import { temporaryFolder } from "../processes/temporary-folder";
import { environmentIn, writeSpeaker } from "./fake-programs";

const run = promisify(execFile);

describe("the plugins of a checkout", () => {
  const folder = temporaryFolder();
  // A quote and a space, as any folder of a user may have.
  const root = () => join(folder(), "ann's checkout");
  const plugins = () => join(folder(), "plugins");
  const write = (variables: NodeJS.ProcessEnv = {}) =>
    writePlugins(plugins(), root(), environmentIn(folder(), variables));
  const writeSource = async (file: string, text: string) => {
    await mkdir(dirname(join(root(), file)), { recursive: true });
    await writeFile(join(root(), file), text);
  };

  it("run policy packs with the repository's own Pulumi, whatever the working directory", async () => {
    await writeSource(
      "node_modules/@pulumi/pulumi/cmd/run-policy-pack/index.js",
      "console.log(JSON.stringify(process.argv.slice(2)))",
    );
    await write();
    const script = join(plugins(), "pulumi-analyzer-policy");
    const { stdout } = await run(script, ["127.0.0.1:1", "two words"], { cwd: "/" });
    expect(JSON.parse(stdout)).to.deep.equal(["127.0.0.1:1", "two words"]);
  });

  it("offer the repository's random provider where there is no real one", async () => {
    await writeSource(
      "sandbox/random-provider/start.mjs",
      "console.log(JSON.stringify(process.argv.slice(2)))",
    );
    expect(await write()).to.deep.equal({
      random: join(root(), "sandbox/random-provider/start.mjs"),
      isRandomReal: false,
    });
    const script = join(plugins(), "pulumi-resource-random");
    const { stdout } = await run(script, ["127.0.0.1:1"], { cwd: "/" });
    expect(JSON.parse(stdout)).to.deep.equal(["127.0.0.1:1"]);
  });

  it("prefer a random plugin that Pulumi has installed, if its version fits", async () => {
    const installed = (version: string) =>
      writeSpeaker(
        join(folder(), "home/.pulumi/plugins", `resource-random-v${version}`),
        "pulumi-resource-random",
        "real",
      );
    await installed("5.0.0");
    expect((await write()).isRandomReal).to.equal(false);
    const real = await installed("4.21.2");
    expect(await write()).to.deep.equal({ random: real, isRandomReal: true });
    expect(await readlink(join(plugins(), "pulumi-resource-random"))).to.equal(real);
  });

  it("prefer one on the PATH, but never take their own for a real one", async () => {
    await write();
    const own = { PATH: plugins() };
    expect((await write(own)).isRandomReal).to.equal(false);
    const real = await writeSpeaker(join(folder(), "path"), "pulumi-resource-random", "real");
    expect(await write()).to.deep.equal({ random: real, isRandomReal: true });
  });

  it("can be written again at any time and leave nothing else in the folder", async () => {
    await write();
    await write();
    expect(await readdir(plugins())).to.have.members([
      "pulumi-analyzer-policy",
      "pulumi-resource-random",
    ]);
  });
});
