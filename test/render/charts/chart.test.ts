import { expect } from "chai";
import { captureAll, type CapturedResource } from "../../../render/capture";
import {
  type Chart,
  CHART_TYPE,
  chartsOf,
  helmArguments,
  located,
} from "../../../render/charts/chart";
import { REDACTED } from "../../../render/manifest";
import { shippedProject } from "../../shipped-project";

const resource = (inputs: Record<string, unknown>): CapturedResource => ({
  type: CHART_TYPE,
  name: "mesh-base",
  custom: false,
  inputs: { name: "istio-base", namespace: "istio-system", chart: "base", ...inputs },
});

const chart: Chart = {
  release: "istio-base",
  namespace: "istio-system",
  chart: "base",
  version: "1.31.0",
  repository: "https://charts.example.com",
  values: {},
};

const folder: Chart = { ...chart, chart: "charts/base", version: undefined, repository: undefined };

describe("a chart of a captured region", () => {
  it("is read for every region of the shipped project, from its repository", async () => {
    const captures = await captureAll(shippedProject);
    for (const { config, resources } of captures) {
      const charts = chartsOf(resources);
      expect(charts.map(({ release }) => release)).to.have.members([
        "istio-base",
        "istio-cni",
        "istiod",
        "nephoran-gateway",
        ...(config.region.residencyZone === undefined ? ["eastwest-gateway"] : []),
      ]);
      for (const { repository, version } of charts) {
        expect(repository).to.equal("https://istio-release.storage.googleapis.com/charts");
        expect(version).to.equal("1.31.0");
      }
    }
  });

  it("is refused with a value that no preview knows", () => {
    expect(() => chartsOf([resource({ values: { env: { HOST: undefined } } })])).to.throw(
      "Chart mesh-base has a value that is unknown until deployed, values.env.HOST: no preview " +
        "would show its objects. Give charts plain values alone.",
    );
  });

  it("is refused with an input that nothing is made of here", () => {
    expect(() => chartsOf([resource({ skipCrds: true })])).to.throw(
      /Chart mesh-base cannot be rendered.\n.*Unrecognized key: "skipCrds"/,
    );
  });

  it("has no secret among its values", () => {
    const secret = {
      "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
      value: "hunter2",
    };
    const [read] = chartsOf([resource({ values: { password: secret } })]);
    expect(read?.values).to.deep.equal({ password: REDACTED });
  });

  it("is asked of helm with its definitions, without hooks and tests", () => {
    expect(helmArguments(chart, "values.json")).to.deep.equal([
      "template",
      "istio-base",
      "base",
      "--namespace=istio-system",
      "--version=1.31.0",
      "--repo=https://charts.example.com",
      "--values=values.json",
      "--include-crds",
      "--no-hooks",
      "--skip-tests",
    ]);
  });

  it("stays in its repository", () => {
    expect(located(chart, { project: "/project" })).to.deep.equal(chart);
    const registry: Chart = { ...folder, chart: "oci://example.com/charts/base" };
    expect(located(registry, { project: "/project" })).to.deep.equal(registry);
  });

  it("is found below the project, as the engine finds it", () => {
    expect(located(folder, { project: "/project" }).chart).to.equal("/project/charts/base");
  });

  it("can be taken from a folder instead, whatever its origin", () => {
    for (const origin of [chart, folder, { ...folder, chart: "oci://example.com/charts/base" }]) {
      expect(located(origin, { project: "/project", charts: "/mine" })).to.deep.equal({
        ...folder,
        chart: "/mine/base",
      });
    }
  });
});
