import { expect } from "chai";
import { toolNames } from "../../../sandbox/toolchain/catalog";
import { type GoToolName, goToolNames, goToolOf } from "../../../sandbox/toolchain/go-tools";
import { costOf, stepsOf, workOf } from "../../../sandbox/toolchain/work";

describe("the work of a build", () => {
  it("is nothing when nothing is missing", () => {
    expect(workOf({ missing: [], missingAssets: [] })).to.deep.equal([]);
    expect(costOf([])).to.deep.equal({ milliseconds: 0, diskBytes: 0 });
  });

  it("goes module by module in build order, then installs, whatever order things are missing in", () => {
    const work = workOf({
      missing: toolNames.toReversed(),
      missingAssets: ["openapi-v3", "kwok-stages", "cert-manager-crds"],
    });
    expect(work.map((part) => (part.kind === "module" ? part.module : part.tool))).to.deep.equal([
      "cluster",
      "pulumi",
      "language-host",
      "mesh",
      "manifest-checks",
      "prometheus",
      "alertmanager",
      "cert-manager",
      "network",
      "dns",
      "kube-state-metrics",
      "envoy",
      "checkov",
    ]);
    const made = work.flatMap(stepsOf).filter(({ kind }) => kind !== "downloading");
    expect(made.map(({ kind, tool }) => `${kind} ${tool}`)).to.deep.equal([
      ...goToolNames.map((name) => `compiling ${name}`),
      "installing envoy",
      "installing checkov",
    ]);
    expect(work[0]).to.have.deep.property("assets", ["openapi-v3", "kwok-stages"]);
  });

  it("of everything is about twenty-six minutes and twenty-three gigabytes", () => {
    const cost = costOf(workOf({ missing: toolNames, missingAssets: [] }));
    expect(cost.milliseconds / 60_000).to.be.within(22, 29);
    expect(cost.diskBytes / 1e9).to.be.within(20, 26);
  });

  it("takes as long as its predecessors too, where those were found elsewhere", () => {
    const [work] = workOf({ missing: ["kube-scheduler", "kwok"], missingAssets: [] });
    const seconds = (...names: GoToolName[]) =>
      names.reduce((sum, name) => sum + goToolOf(name).seconds, 0);
    const [, ...compilations] = work ? stepsOf(work) : [];
    expect(compilations.map((step) => step.seconds)).to.deep.equal([
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

  it("for the charts alone downloads Istio's module, and compiles none of its programs", () => {
    const work = workOf({ missing: [], missingAssets: ["istio-charts"] });
    expect(work.flatMap(stepsOf).map(({ kind, tool }) => `${kind} ${tool}`)).to.deep.equal([
      "downloading istio-charts",
    ]);
    expect(work[0]).to.include({ module: "mesh" });
  });

  it("for a Python program alone builds nothing", () => {
    const work = workOf({ missing: ["checkov"], missingAssets: [] });
    expect(work.flatMap(stepsOf).map(({ kind, tool }) => `${kind} ${tool}`)).to.deep.equal([
      "downloading checkov",
      "installing checkov",
    ]);
    expect(costOf(work).diskBytes).to.be.within(0.3e9, 0.5e9);
  });
});
