import { expect } from "chai";
import { join } from "node:path";
import { locate } from "../../../sandbox/toolchain/locate";
import { findPlugin } from "../../../sandbox/toolchain/pulumi-installation";
import { temporaryFolder } from "../processes/temporary-folder";
import { environmentIn, writeSpeaker } from "./fake-programs";

describe("a Pulumi installation", () => {
  const folder = temporaryFolder();
  const path = () => join(folder(), "path");
  const plugins = () => join(folder(), "home", ".pulumi", "plugins");
  const writePlugin = (name: string, version: string) =>
    writeSpeaker(
      join(plugins(), `resource-${name}-v${version}`),
      `pulumi-resource-${name}`,
      "a plugin",
    );
  const search = async () => {
    const { locations } = await locate(["pulumi"], environmentIn(folder()));
    const found = locations.map(({ found: tool }) => tool && `${tool.version} ${tool.path}`);
    return { found, refused: locations.flatMap(({ refused }) => refused) };
  };
  const none = [undefined, undefined, undefined];

  it("is taken as a whole: CLI, language host beside it, and a plugin that fits", async () => {
    const cli = await writeSpeaker(path(), "pulumi", "v3.230.1");
    const host = await writeSpeaker(path(), "pulumi-language-nodejs", "");
    const plugin = await writePlugin("kubernetes", "4.26.0");
    expect(await search()).to.deep.equal({
      found: [`3.230.1 ${cli}`, `4.26.0 ${plugin}`, `3.230.1 ${host}`],
      refused: [],
    });
  });

  it("is not taken without a plugin that fits, and the reason says how to get one", async () => {
    const cli = await writeSpeaker(path(), "pulumi", "v3.230.1");
    await writeSpeaker(path(), "pulumi-language-nodejs", "");
    await writePlugin("kubernetes", "4.24.9");
    const { found, refused } = await search();
    expect(found).to.deep.equal(none);
    expect(refused).to.deep.equal([
      {
        path: cli,
        reason:
          `has no Kubernetes plugin 4.25.0 or later, below 5.0.0 in ${plugins()} ` +
          "(`pulumi plugin install resource kubernetes v4.25.0` puts it there)",
      },
    ]);
  });

  it("is not taken without its language host", async () => {
    const cli = await writeSpeaker(path(), "pulumi", "v3.230.1");
    await writePlugin("kubernetes", "4.25.0");
    expect(await search()).to.deep.equal({
      found: none,
      refused: [{ path: cli, reason: "has no pulumi-language-nodejs beside it" }],
    });
  });

  it("is not taken if it is older than what the policy packs are tested with", async () => {
    const cli = await writeSpeaker(path(), "pulumi", "v3.214.1");
    await writeSpeaker(path(), "pulumi-language-nodejs", "");
    await writePlugin("kubernetes", "4.25.0");
    expect(await search()).to.deep.equal({
      found: none,
      refused: [{ path: cli, reason: "is 3.214.1, wanted is 3.215.0 or later, below 4.0.0" }],
    });
  });

  it("has its newest acceptable plugin chosen by number", async () => {
    await writePlugin("random", "4.9.0");
    const newest = await writePlugin("random", "4.21.0");
    await writePlugin("random", "5.0.0");
    const plugin = await findPlugin(plugins(), "random", { atLeast: "4.0.0", below: "5.0.0" });
    expect(plugin).to.deep.equal({ path: newest, version: [4, 21, 0] });
  });
});
