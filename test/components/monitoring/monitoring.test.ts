import { expect } from "chai";
import { parse } from "yaml";
import { type MadeMonitoring, monitoringOf } from "./monitoring-of";

interface Pod {
  readonly metadata: {
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
  };
  readonly spec: {
    readonly automountServiceAccountToken: boolean;
    readonly serviceAccountName: string;
    readonly containers: readonly {
      readonly image: string;
      readonly command: readonly string[];
      readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
    }[];
    readonly volumes: readonly { readonly name: string; readonly emptyDir?: object }[];
  };
}

const template = (made: MadeMonitoring, kind: string, name: string): Pod =>
  (made.get(kind, name).spec as { template: Pod }).template;

describe("the monitoring of a region", () => {
  let made: MadeMonitoring;
  before(async () => {
    made = await monitoringOf("eu-west-1");
  });

  it("is two Prometheuses, each with a claim of its own that can grow", () => {
    const { spec } = made.get("StatefulSet", "prometheus-regional");
    expect(spec).to.include({ replicas: 2, serviceName: "prometheus-regional-headless" });
    expect(made.names("PersistentVolumeClaim")).to.deep.equal([
      "nephoran-global/data-prometheus-regional-0",
      "nephoran-global/data-prometheus-regional-1",
    ]);
    expect(made.get("PodDisruptionBudget", "prometheus-regional").spec).to.include({
      maxUnavailable: 1,
    });
  });

  it("keeps samples for as long as configured, and deletes before a volume is full", () => {
    const [container] = template(made, "StatefulSet", "prometheus-regional").spec.containers;
    expect(container?.command).to.include.members([
      "--storage.tsdb.retention.time=15d",
      // 80% of 50 GiB.
      "--storage.tsdb.retention.size=40960MB",
    ]);
    expect(container?.command).to.not.include("--web.enable-remote-write-receiver");
  });

  it("rolls its pods when a rule or the configuration changes", async () => {
    const checksum = (one: MadeMonitoring): string | undefined =>
      template(one, "StatefulSet", "prometheus-regional").metadata.annotations[
        "nephoran.io/settings-checksum"
      ];
    const limits = {
      maxConcurrentIntents: 7,
      maxDeploymentsPerMinute: 1,
      maxLlmRequestsPerSecond: 1,
    };
    expect(checksum(await monitoringOf("eu-west-1", { limits }))).to.not.equal(checksum(made));
    expect(checksum(await monitoringOf("eu-west-1"))).to.equal(checksum(made));
  });

  it("scrapes with the certificate that its sidecar writes, past the sidecar but for the gateway and the state store", () => {
    const { metadata, spec } = template(made, "StatefulSet", "prometheus-regional");
    const { annotations } = metadata;
    expect(annotations).to.include({
      "traffic.sidecar.istio.io/includeOutboundIPRanges": "",
      "traffic.sidecar.istio.io/includeOutboundPorts": "8443,8090",
    });
    const { proxyMetadata } = parse(annotations["proxy.istio.io/config"] ?? "") as {
      proxyMetadata: { OUTPUT_CERTS: string };
    };
    const [mounted] = parse(annotations["sidecar.istio.io/userVolumeMount"] ?? "") as {
      name: string;
      mountPath: string;
    }[];
    expect(mounted?.mountPath).to.equal(proxyMetadata.OUTPUT_CERTS);
    expect(spec.volumes).to.deep.include({ name: mounted?.name, emptyDir: { medium: "Memory" } });
    expect(spec.containers[0]?.volumeMounts).to.deep.include({
      name: mounted?.name,
      mountPath: mounted?.mountPath,
      readOnly: true,
    });
    const { scrape_configs } = parse(
      made.get("ConfigMap", "prometheus-regional").data?.["prometheus.yml"] ?? "",
    ) as { scrape_configs: { tls_config?: { cert_file?: string } }[] };
    const files = new Set(scrape_configs.flatMap(({ tls_config }) => tls_config?.cert_file ?? []));
    expect([...files]).to.deep.equal([`${mounted?.mountPath}/cert-chain.pem`]);
  });

  it("sees pods of four namespaces, nodes and their metrics, and no Secret anywhere", () => {
    const rights = [...made.names("Role"), ...made.names("ClusterRole")];
    expect(rights.sort()).to.deep.equal([
      "istio-system/prometheus-regional",
      "nephoran-global/kube-state-metrics",
      "nephoran-global/prometheus-regional",
      "nephoran-ingress/kube-state-metrics",
      "nephoran-ingress/prometheus-regional",
      "nephoran-prometheus-regional",
      "nephoran-system/kube-state-metrics",
      "nephoran-system/prometheus-regional",
    ]);
    const rules = made.objects.flatMap((object) => object.rules ?? []) as {
      resources: string[];
      verbs: string[];
    }[];
    expect(new Set(rules.flatMap(({ resources }) => resources))).to.deep.equal(
      new Set([
        ...["pods", "nodes", "nodes/metrics"],
        ...["persistentvolumeclaims", "deployments", "statefulsets", "cronjobs", "jobs"],
      ]),
    );
    expect(new Set(rules.flatMap(({ verbs }) => verbs))).to.deep.equal(
      new Set(["get", "list", "watch"]),
    );
    for (const [kind, name] of [
      ["StatefulSet", "prometheus-regional"],
      ["Deployment", "kube-state-metrics"],
    ] as const) {
      const { metadata, spec } = template(made, kind, name);
      expect(spec.automountServiceAccountToken).to.equal(true);
      expect(metadata.labels["nephoran.io/needs-kube-api"]).to.equal("true");
    }
  });

  it("answers queries by an allow-list of paths, and takes no writes", () => {
    const { rules } = made.get("AuthorizationPolicy", "prometheus-regional").spec as {
      rules: {
        from: { source: { principals: string[] } }[];
        to: { operation: { ports: string[]; methods: string[]; paths: string[] } }[];
      }[];
    };
    expect(rules.map(({ from }) => from[0]?.source.principals)).to.deep.equal([
      ["eu-west-1.nephoran.local/ns/nephoran-system/sa/*"],
      ["eu-west-1.nephoran.local/ns/nephoran-global/sa/*"],
    ]);
    for (const { to } of rules) {
      expect(to[0]?.operation.ports).to.deep.equal(["9090"]);
      expect(to[0]?.operation.paths).to.include("/api/v1/query");
      expect(to[0]?.operation.paths).to.not.include.members(["/api/v1/write"]);
    }
  });
});

describe("the names that metrics are asked for by", () => {
  const system = "nephoran-system";
  const existing = {
    prometheus: { mode: "existing", url: "http://prometheus.watching.svc:9090" },
  } as const;
  const where = (made: MadeMonitoring, name: string, namespace?: string): unknown => {
    const { selector, externalName } = made.get("Service", name, namespace).spec;
    return selector ?? externalName;
  };

  it("lead to the region's own Prometheus where nothing looks further", async () => {
    const made = await monitoringOf("eu-west-1");
    expect(where(made, "prometheus")).to.deep.equal({ app: "prometheus-regional" });
    expect(where(made, "prometheus-regional")).to.deep.equal({ app: "prometheus-regional" });
    expect(where(made, "prometheus", system)).to.equal(
      "prometheus.nephoran-global.svc.cluster.local",
    );
  });

  it("lead to the one of all regions in the global control plane", async () => {
    const made = await monitoringOf("us-west-2");
    expect(where(made, "prometheus")).to.deep.equal({ app: "prometheus-global" });
    expect(where(made, "prometheus-regional")).to.deep.equal({ app: "prometheus-regional" });
  });

  it("lead to somebody else's, and nothing of ours runs there, where one is named", async () => {
    const made = await monitoringOf("eu-west-1", existing);
    const theirs = "prometheus.watching.svc.cluster.local";
    expect(where(made, "prometheus")).to.equal(theirs);
    expect(where(made, "prometheus-regional")).to.equal(theirs);
    expect(where(made, "prometheus", system)).to.equal(theirs);
    for (const kind of ["StatefulSet", "Deployment", "ConfigMap", "Role", "ClusterRole"]) {
      expect(made.names(kind), kind).to.deep.equal([]);
    }
    const inControlPlane = await monitoringOf("us-east-1", existing);
    expect(where(inControlPlane, "prometheus")).to.deep.equal({ app: "prometheus-global" });
    expect(where(inControlPlane, "prometheus-regional")).to.equal(theirs);
  });
});
