import type { GoModuleName } from "./go-modules";
import type { Tool } from "./tool";
import type { VersionRange } from "./version";

/** A program that is built from Go modules. Its version is what go.mod pins; a test keeps the two in step. */
export interface GoTool extends Tool {
  readonly module: GoModuleName;
  /** What go.mod pins, without its `v`, where that does not tell the version. */
  readonly pin?: string;
  /** The Go package, by import path or relative to the module folder. */
  readonly package: string;
  /** `-X` settings of the linker, without which the program would not know its version. */
  readonly linkerVariables: readonly string[];
  /** Cold build on two cores, in seconds, after the tools that stand before it. */
  readonly seconds: number;
}

const kubernetes = "1.37.2";

const pulumi = "3.215.0";

/** Pulumi's Kubernetes plugin. Its Go module has no releases of its own: this one was cut at it. */
export const kubernetesPlugin = "4.25.0";

/** Istio's Go module has no releases of its own either: this is a commit of what became 1.31. */
const istio = { version: "1.31.0", pin: "0.0.0-20260827124520-eed52ebb66ad" };

/** The control plane, its proxies and its command line speak to each other at one minor release. */
const istioProgram = {
  group: "mesh",
  module: "mesh",
  ...istio,
  accepts: { atLeast: istio.version, below: "1.32.0" },
  linkerVariables: [
    `istio.io/istio/pkg/version.buildVersion=${istio.version}`,
    `istio.io/istio/pkg/version.buildTag=${istio.version}`,
    `istio.io/istio/pkg/version.buildGitRevision=${istio.pin.slice(-12)}`,
    "istio.io/istio/pkg/version.buildHub=registry.istio.io/release",
  ],
} as const;

const helm = "4.2.0";

/** Prometheus' Go module counts its releases another way: 3.16 is 0.316. */
const prometheusProgram = {
  group: "monitoring",
  module: "prometheus",
  version: "3.16.0",
  pin: "0.316.0",
  linkerVariables: ["github.com/prometheus/common/version.Version=3.16.0"],
  // From 3.0 on external labels take variables without a flag.
  accepts: { atLeast: "3.0.0", below: "4.0.0" },
  versionArguments: ["--version"],
} as const;

const alertmanager = "0.28.1";

/** Later releases embed pages that their Go module does not contain. */
const alertmanagerProgram = {
  group: "monitoring",
  module: "alertmanager",
  version: alertmanager,
  linkerVariables: [`github.com/prometheus/common/version.Version=${alertmanager}`],
  // The first that reads a webhook's URL from a file.
  accepts: { atLeast: "0.26.0", below: "1.0.0" },
  versionArguments: ["--version"],
} as const;

const kubeStateMetrics = "2.18.0";

/** Our own program; its cache folder tells one state of its sources from another. */
const network = "1.0.0";

const kubernetesVariables = [
  `k8s.io/component-base/version.gitVersion=v${kubernetes}`,
  "k8s.io/component-base/version.gitMajor=1",
  "k8s.io/component-base/version.gitMinor=37",
];

/** The control plane's programs speak to each other at one minor release. */
const sameMinor: VersionRange = { atLeast: "1.37.0", below: "1.38.0" };

/**
 * Every tool that is built, in build order: what the next step of the sandbox needs comes first.
 * Seconds were measured with Go 1.26 on two cores of a quiet machine.
 */
export const goTools = {
  etcd: {
    group: "cluster",
    module: "cluster",
    package: "go.etcd.io/etcd/server/v3",
    version: "3.7.3",
    linkerVariables: [],
    // The first release whose RequestWatchProgress kube-apiserver trusts (etcd issue 17507).
    accepts: { atLeast: "3.5.13" },
    versionArguments: ["--version"],
    inKubebuilderAssets: true,
    seconds: 41,
  },
  kubectl: {
    group: "cluster",
    module: "cluster",
    package: "k8s.io/kubernetes/cmd/kubectl",
    version: kubernetes,
    linkerVariables: kubernetesVariables,
    // Kubernetes supports a kubectl one minor release away from the API server.
    accepts: { atLeast: "1.36.0", below: "1.39.0" },
    versionArguments: ["version", "--client"],
    inKubebuilderAssets: true,
    seconds: 57,
  },
  "kube-apiserver": {
    group: "cluster",
    module: "cluster",
    package: "k8s.io/kubernetes/cmd/kube-apiserver",
    version: kubernetes,
    linkerVariables: kubernetesVariables,
    accepts: sameMinor,
    versionArguments: ["--version"],
    inKubebuilderAssets: true,
    seconds: 144,
  },
  "kube-controller-manager": {
    group: "cluster",
    module: "cluster",
    package: "k8s.io/kubernetes/cmd/kube-controller-manager",
    version: kubernetes,
    linkerVariables: kubernetesVariables,
    accepts: sameMinor,
    versionArguments: ["--version"],
    seconds: 62,
  },
  "kube-scheduler": {
    group: "cluster",
    module: "cluster",
    package: "k8s.io/kubernetes/cmd/kube-scheduler",
    version: kubernetes,
    linkerVariables: kubernetesVariables,
    accepts: sameMinor,
    versionArguments: ["--version"],
    seconds: 6,
  },
  kwok: {
    group: "cluster",
    module: "cluster",
    package: "sigs.k8s.io/kwok/cmd/kwok",
    version: "0.8.0",
    linkerVariables: [],
    // The stages that it is given come from this release.
    accepts: { atLeast: "0.8.0", below: "0.9.0" },
    versionArguments: ["--version"],
    seconds: 7,
  },
  pulumi: {
    group: "pulumi",
    module: "pulumi",
    package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
    version: pulumi,
    linkerVariables: [`github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${pulumi}`],
    accepts: { atLeast: pulumi, below: "4.0.0" },
    versionArguments: ["version"],
    seconds: 74,
  },
  "pulumi-resource-kubernetes": {
    group: "pulumi",
    module: "pulumi",
    package: "./provider",
    version: kubernetesPlugin,
    linkerVariables: [
      `github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/version.Version=${kubernetesPlugin}`,
    ],
    accepts: { atLeast: kubernetesPlugin, below: "5.0.0" },
    seconds: 287,
  },
  "pulumi-language-nodejs": {
    group: "pulumi",
    module: "language-host",
    package: "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs",
    version: "3.68.0",
    linkerVariables: [],
    accepts: { atLeast: pulumi, below: "4.0.0" },
    seconds: 17,
  },
  "pilot-discovery": {
    ...istioProgram,
    package: "istio.io/istio/pilot/cmd/pilot-discovery",
    versionArguments: ["version"],
    seconds: 220,
  },
  "pilot-agent": {
    ...istioProgram,
    package: "istio.io/istio/pilot/cmd/pilot-agent",
    versionArguments: ["version"],
    seconds: 6,
  },
  istioctl: {
    ...istioProgram,
    package: "istio.io/istio/istioctl/cmd/istioctl",
    versionArguments: ["version", "--remote=false"],
    seconds: 35,
  },
  helm: {
    group: "mesh",
    module: "mesh",
    package: "helm.sh/helm/v4/cmd/helm",
    version: helm,
    linkerVariables: [`helm.sh/helm/v4/internal/version.version=v${helm}`],
    // The oldest that Istio's charts are documented for.
    accepts: { atLeast: "3.6.0", below: "5.0.0" },
    versionArguments: ["version"],
    seconds: 15,
  },
  kubeconform: {
    group: "manifest-checks",
    module: "manifest-checks",
    package: "github.com/yannh/kubeconform/cmd/kubeconform",
    version: "0.8.0",
    linkerVariables: ["main.version=v0.8.0"],
    accepts: { atLeast: "0.6.7" },
    versionArguments: ["-v"],
    seconds: 16,
  },
  "kube-score": {
    group: "manifest-checks",
    module: "manifest-checks",
    package: "github.com/zegl/kube-score/cmd/kube-score",
    version: "1.20.0",
    linkerVariables: ["main.version=1.20.0"],
    accepts: { atLeast: "1.18.0" },
    versionArguments: ["version"],
    seconds: 20,
  },
  prometheus: {
    ...prometheusProgram,
    package: "github.com/prometheus/prometheus/cmd/prometheus",
    seconds: 120,
  },
  promtool: {
    ...prometheusProgram,
    package: "github.com/prometheus/prometheus/cmd/promtool",
    seconds: 15,
  },
  alertmanager: {
    ...alertmanagerProgram,
    package: "github.com/prometheus/alertmanager/cmd/alertmanager",
    seconds: 45,
  },
  amtool: {
    ...alertmanagerProgram,
    package: "github.com/prometheus/alertmanager/cmd/amtool",
    seconds: 5,
  },
  "sandbox-network": {
    group: "network",
    module: "network",
    package: "./sandbox-network",
    version: network,
    linkerVariables: [`main.version=${network}`],
    accepts: { atLeast: network },
    versionArguments: ["--version"],
    seconds: 18,
  },
  coredns: {
    group: "network",
    module: "dns",
    package: "./coredns",
    version: "1.15.0",
    linkerVariables: [],
    // Releases have the plugins that are built here, and others.
    accepts: { atLeast: "1.11.0", below: "2.0.0" },
    versionArguments: ["-version"],
    seconds: 75,
  },
  "kube-state-metrics": {
    group: "monitoring",
    module: "kube-state-metrics",
    package: "k8s.io/kube-state-metrics/v2",
    version: kubeStateMetrics,
    linkerVariables: [`github.com/prometheus/common/version.Version=v${kubeStateMetrics}`],
    // The first whose /livez is what the component's probe asks for.
    accepts: { atLeast: "2.13.0", below: "3.0.0" },
    versionArguments: ["version"],
    seconds: 125,
  },
} as const satisfies Record<string, GoTool>;

export type GoToolName = keyof typeof goTools;
export const goToolNames = Object.keys(goTools) as readonly GoToolName[];

/** A catalogue entry, seen as what all that are built have in common. */
export function goToolOf(name: GoToolName): GoTool {
  return goTools[name];
}

export function linkerFlags(tool: GoTool): string {
  return ["-s -w", ...tool.linkerVariables.map((variable) => `-X ${variable}`)].join(" ");
}
