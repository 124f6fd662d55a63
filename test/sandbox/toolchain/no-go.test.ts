import { expect } from "chai";
import type { CacheLayout } from "../../../sandbox/toolchain/cache";
import type { Survey } from "../../../sandbox/toolchain/locate";
import { cannotBuildText } from "../../../sandbox/toolchain/no-go";

const layout: CacheLayout = {
  modules: {
    cluster: "/c/cluster-1",
    pulumi: "/c/pulumi-1",
    "language-host": "/c/language-host-1",
    mesh: "/c/mesh-1",
    "manifest-checks": "/c/manifest-checks-1",
    prometheus: "/c/prometheus-1",
    alertmanager: "/c/alertmanager-1",
    "cert-manager": "/c/cert-manager-1",
    network: "/c/network-1",
    dns: "/c/dns-1",
    "kube-state-metrics": "/c/kube-state-metrics-1",
  },
  environments: { envoy: "/c/envoy-1", checkov: "/c/checkov-1" },
  assets: "/c/assets-1",
};
const survey: Survey = {
  groups: ["cluster", "pulumi"],
  layout,
  locations: [
    {
      tool: "etcd",
      refused: [{ path: "/usr/bin/etcd", reason: "is 3.4.30, wanted is 3.5.13 or later" }],
    },
    { tool: "kwok", refused: [] },
    { tool: "pulumi", refused: [] },
  ],
  missing: ["etcd", "kwok", "pulumi"],
  missingAssets: ["kwok-stages"],
};

describe("the error of a machine that cannot build", () => {
  it("names what is missing, the Go that would do, and every way out", () => {
    expect(cannotBuildText(survey, [1, 26, 0], undefined)).to.equal(
      `Missing: etcd (3.5.13 or later), kwok (0.8.0 or later, below 0.9.0), pulumi (3.215.0 or later, below 4.0.0), kwok-stages.
  /usr/bin/etcd is 3.4.30, wanted is 3.5.13 or later.
They can be built here, but there is no Go on the PATH; Go 1.26.0 or later is needed. Either
- install it from https://go.dev/dl and run this again, or
- put etcd, kwok on the PATH (KUBEBUILDER_ASSETS does for etcd)
  and install Pulumi from https://www.pulumi.com/docs/install and run \`pulumi plugin install resource kubernetes v4.25.0\`
  and copy kustomize/stage of sigs.k8s.io/kwok, at the version in go.mod, to /c/assets-1/kwok-stages.`,
    );
  });

  it("says where each folder of files is to be copied to", () => {
    const text = cannotBuildText(
      { ...survey, missing: [], missingAssets: ["istio-charts"] },
      [1, 26, 0],
      undefined,
    );
    expect(text.split("\n").slice(-4)).to.deep.equal([
      "- copy manifests/charts/base of istio.io/istio, at the version in go.mod, to /c/assets-1/istio-charts/base",
      "  and copy manifests/charts/istio-control/istio-discovery of istio.io/istio, at the version in go.mod, to /c/assets-1/istio-charts/istiod",
      "  and copy manifests/charts/istio-cni of istio.io/istio, at the version in go.mod, to /c/assets-1/istio-charts/cni",
      "  and copy manifests/charts/gateway of istio.io/istio, at the version in go.mod, to /c/assets-1/istio-charts/gateway.",
    ]);
  });

  it("names the Go that is too old", () => {
    expect(cannotBuildText(survey, [1, 26, 0], [1, 24, 2])).to.contain(
      "but the Go on the PATH is 1.24.2 and cannot fetch a newer one; Go 1.26.0 or later is needed.",
    );
  });

  it("speaks only of what is missing and needs Go", () => {
    const text = cannotBuildText(
      { ...survey, missing: ["kwok", "checkov"], missingAssets: [] },
      [1, 26, 0],
      undefined,
    );
    expect(text).to.contain("- put kwok on the PATH.");
    expect(text).to.not.match(/KUBEBUILDER|Pulumi|etcd|checkov/);
  });
});
