import { expect } from "chai";
import { type ToolName, toolNames, toolOf } from "../../../sandbox/toolchain/catalog";
import { costOf, workOf } from "../../../sandbox/toolchain/work";

describe("the work of a build", () => {
  it("is nothing when nothing is missing", () => {
    expect(workOf({ missing: [], missingAssets: [] })).to.deep.equal([]);
    expect(costOf([])).to.deep.equal({ milliseconds: 0, diskBytes: 0 });
  });

  it("goes module by module in build order, whatever order things are missing in", () => {
    const work = workOf({
      missing: toolNames,
      missingAssets: ["openapi-v3", "kwok-stages"],
    });
    expect(work.map(({ module }) => module)).to.deep.equal([
      "cluster",
      "pulumi",
      "language-host",
      "manifest-checks",
    ]);
    expect(work.flatMap(({ compilations }) => compilations.map(({ tool }) => tool))).to.deep.equal(
      toolNames,
    );
    expect(work[0]?.assets).to.deep.equal(["openapi-v3", "kwok-stages"]);
  });

  it("of everything is about a quarter of an hour and thirteen gigabytes", () => {
    const cost = costOf(workOf({ missing: toolNames, missingAssets: [] }));
    expect(cost.milliseconds / 60_000).to.be.within(10, 15);
    expect(cost.diskBytes / 1e9).to.be.within(12, 16);
  });

  it("takes as long as its predecessors too, where those were found elsewhere", () => {
    const [work] = workOf({ missing: ["kube-scheduler", "kwok"], missingAssets: [] });
    const seconds = (...names: ToolName[]) =>
      names.reduce((sum, name) => sum + toolOf(name).seconds, 0);
    expect(work?.compilations.map((step) => step.seconds)).to.deep.equal([
      seconds("etcd", "kubectl", "kube-apiserver", "kube-controller-manager", "kube-scheduler"),
      seconds("kwok"),
    ]);
  });

  it("for files alone is a download of the module that has them", () => {
    const [work, ...others] = workOf({ missing: [], missingAssets: ["openapi-v3"] });
    expect(others).to.deep.equal([]);
    expect(work).to.deep.include({ module: "cluster", tools: [], compilations: [] });
    expect(work?.download).to.deep.include({ kind: "downloading", tool: "openapi-v3" });
    expect(costOf(work ? [work] : []).diskBytes).to.equal(0.3e9);
  });
});
