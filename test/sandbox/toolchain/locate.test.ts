import { expect } from "chai";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { cachedTool } from "../../../sandbox/toolchain/cache";
import type { ToolName } from "../../../sandbox/toolchain/catalog";
import { isComplete, locate, lookInCache } from "../../../sandbox/toolchain/locate";
import { temporaryFolder } from "../processes/temporary-folder";
import { environmentIn, writeProgram, writeSpeaker } from "./fake-programs";

describe("the search for the cluster's tools", () => {
  const folder = temporaryFolder();
  const path = () => join(folder(), "path");
  const assets = () => join(folder(), "assets");

  const search = (variables: NodeJS.ProcessEnv = {}) =>
    locate(["cluster"], environmentIn(folder(), variables));
  const locationOf = async (tool: ToolName, variables?: NodeJS.ProcessEnv) => {
    const { locations } = await search(variables);
    return locations.find((location) => location.tool === tool);
  };
  const writeCached = async (tool: ToolName) => {
    const { layout } = await search();
    const file = cachedTool(layout, tool);
    return await writeSpeaker(dirname(file), tool, "from the cache");
  };

  it("misses everything on a machine that has nothing", async () => {
    const survey = await search();
    expect(survey.missing).to.deep.equal([
      "etcd",
      "kubectl",
      "kube-apiserver",
      "kube-controller-manager",
      "kube-scheduler",
      "kwok",
    ]);
    expect(survey.missingAssets).to.deep.equal(["kwok-stages", "istio-charts"]);
    expect(isComplete(survey)).to.equal(false);
  });

  it("takes the PATH first, then KUBEBUILDER_ASSETS, then the cache", async () => {
    const variables = { KUBEBUILDER_ASSETS: assets() };
    const cached = await writeCached("etcd");
    expect((await locationOf("etcd", variables))?.found).to.deep.equal({
      path: cached,
      origin: "cache",
      version: "3.7.3",
    });
    const kubebuilder = await writeSpeaker(assets(), "etcd", "etcd Version: 3.6.1");
    expect((await locationOf("etcd", variables))?.found).to.deep.equal({
      path: kubebuilder,
      origin: "KUBEBUILDER_ASSETS",
      version: "3.6.1",
    });
    const onPath = await writeSpeaker(path(), "etcd", "etcd Version: 3.5.14");
    expect((await locationOf("etcd", variables))?.found).to.deep.equal({
      path: onPath,
      origin: "PATH",
      version: "3.5.14",
    });
  });

  it("does not look for kwok in KUBEBUILDER_ASSETS", async () => {
    await writeSpeaker(assets(), "kwok", "kwok version v0.8.0");
    const location = await locationOf("kwok", { KUBEBUILDER_ASSETS: assets() });
    expect(location).to.deep.equal({ tool: "kwok", refused: [] });
  });

  it("passes over an etcd that is too old, and says so", async () => {
    const old = await writeSpeaker(path(), "etcd", "etcd Version: 3.4.30");
    const cached = await writeCached("etcd");
    expect(await locationOf("etcd")).to.deep.equal({
      tool: "etcd",
      found: { path: cached, origin: "cache", version: "3.7.3" },
      refused: [{ path: old, reason: "is 3.4.30, wanted is 3.5.13 or later" }],
    });
  });

  it("does not take a version out of the name of a program's folder for the program's own", async () => {
    const elsewhere = join(folder(), "etcd-2.3.8");
    const file = await writeProgram(elsewhere, "etcd", 'echo "$0 version: 3.7.3"');
    expect((await locationOf("etcd", { PATH: elsewhere }))?.found).to.deep.equal({
      path: file,
      origin: "PATH",
      version: "3.7.3",
    });
  });

  it("refuses an API server of another minor release than the controllers", async () => {
    const other = await writeSpeaker(path(), "kube-apiserver", "Kubernetes v1.38.0");
    expect((await locationOf("kube-apiserver"))?.refused).to.deep.equal([
      { path: other, reason: "is 1.38.0, wanted is 1.37.0 or later, below 1.38.0" },
    ]);
  });

  for (const [what, script] of [
    ["fails", "echo etcd Version: 3.7.3; exit 1"],
    ["says nothing", "true"],
  ] as const) {
    it(`refuses a program that ${what} when asked for its version`, async () => {
      const file = await writeProgram(path(), "etcd", script);
      expect((await locationOf("etcd"))?.refused).to.deep.equal([
        { path: file, reason: "does not tell its version" },
      ]);
    });
  }

  it("passes over a folder that has the name of a tool", async () => {
    await mkdir(join(path(), "etcd"), { recursive: true });
    expect(await locationOf("etcd")).to.deep.equal({ tool: "etcd", refused: [] });
  });

  it("takes a cached tool on the PATH for what it is", async () => {
    const cached = await writeCached("kwok");
    const location = await locationOf("kwok", { PATH: dirname(cached) });
    expect(location?.found?.origin).to.equal("cache");
    expect(location?.refused).to.deep.equal([]);
  });

  it("sees what was built since, without asking any program again", async () => {
    await writeSpeaker(path(), "etcd", "etcd Version: 3.7.3");
    const before = await search();
    await writeSpeaker(path(), "etcd", "etcd Version: 3.4.30");
    await writeCached("kwok");
    const after = await lookInCache(before);
    expect(after.missing).to.deep.equal(before.missing.filter((tool) => tool !== "kwok"));
    expect(after.locations.find(({ tool }) => tool === "etcd")?.found?.version).to.equal("3.7.3");
  });
});
