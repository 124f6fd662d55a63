import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type { Capture } from "../../../render/capture";
import { CHART_TYPE } from "../../../render/charts/chart";
import { regionManifestsWithCharts } from "../../../render/charts/charts";
import { findHelm, type Helm } from "../../../render/charts/helm";
import { manifestPath, REDACTED } from "../../../render/manifest";
import { readEnvironment } from "../../../sandbox/toolchain/environment";
import { temporaryFolder } from "../../sandbox/processes/temporary-folder";
import { shippedStack } from "../../shipped-project";

const object = (kind: string, name: string, more = ""): string =>
  `apiVersion: v1\nkind: ${kind}\nmetadata:\n  name: ${name}\n` +
  `  namespace: {{ .Release.Namespace }}\n${more}`;

const hook = (name: string): string => `  annotations:\n    helm.sh/hook: ${name}\n`;

/** All that a chart may have. */
const files: Readonly<Record<string, string>> = {
  "Chart.yaml": "apiVersion: v2\nname: sample\nversion: 1.0.0\n",
  "crds/crd.yaml": "apiVersion: apiextensions.k8s.io/v1\nkind: Wish\nmetadata:\n  name: wishes\n",
  "templates/map.yaml": object("ConfigMap", "{{ .Release.Name }}", "data:\n  a: {{ .Values.a }}\n"),
  "templates/secret.yaml": object("Secret", "key", "stringData:\n  key: hunter2\n"),
  "templates/hook.yaml": object("Pod", "hook", hook("pre-install")),
  "templates/tests/test.yaml": object("Pod", "test", hook("test")),
};

describe("a region with what its charts give", function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  let helm: Helm;

  /** A region of one chart. */
  const capture = (chart: string): Capture => ({
    config: shippedStack("us-east-1"),
    resources: [
      {
        type: CHART_TYPE,
        name: "sample",
        custom: false,
        inputs: { name: "release", namespace: "space", chart, values: { a: "b" } },
      },
    ],
    outputs: {} as Capture["outputs"],
  });

  before(async () => {
    helm = await findHelm();
  });

  beforeEach(() => {
    for (const [name, content] of Object.entries(files)) {
      const file = join(folder(), "charts/sample", name);
      mkdirSync(join(file, ".."), { recursive: true });
      writeFileSync(file, content);
    }
  });

  it("has the objects and definitions of a chart below the project, but no hooks or tests", async () => {
    const { manifests } = await regionManifestsWithCharts(capture("charts/sample"), {
      helm,
      project: folder(),
    });
    expect(manifests.map(manifestPath)).to.deep.equal([
      "cluster/wish-wishes.yaml",
      "space/configmap-release.yaml",
      "space/secret-key.yaml",
    ]);
    expect(manifests[1]?.["data"]).to.deep.equal({ a: "b" });
    expect(manifests[2]?.["stringData"]).to.deep.equal({ key: REDACTED });
  });

  it("has them from another folder of charts if that is wanted", async () => {
    const charts = join(folder(), "charts");
    const { manifests } = await regionManifestsWithCharts(capture("oci://nowhere.invalid/sample"), {
      helm,
      project: "/nowhere",
      charts,
    });
    expect(manifests).to.have.length(3);
  });

  it("fails with what helm says", async () => {
    const error: unknown = await regionManifestsWithCharts(capture("charts/other"), {
      helm,
      project: folder(),
    }).catch((reason: unknown) => reason);
    expect((error as Error).message).to.match(
      /^helm ended with 1, rendering chart .*\/charts\/other as release release:\n {2}.*not found/,
    );
  });

  it("is not to be had without helm, and says how to get it", async () => {
    const environment = readEnvironment({
      HOME: folder(),
      PATH: folder(),
      NEPHORAN_CACHE: folder(),
    });
    const error: unknown = await findHelm(environment).catch((reason: unknown) => reason);
    expect((error as Error).message).to.equal(
      "What charts give cannot be rendered: there is no helm (3.6.0 or later, below 5.0.0) on the " +
        "PATH, and none was built. Install it, or build it with `npm run toolchain -- build mesh`; " +
        "without `--charts` everything else is rendered.",
    );
  });
});
