import { X509Certificate } from "node:crypto";
import { expect } from "chai";
import { parse } from "yaml";
import { parseProgramConfig, type ProgramConfig } from "../../../config/program-config";
import { foreignMetrics } from "../../../monitoring/foreign-metrics";
import { settingsOf } from "../../../pki/identity-settings";
import { relabelled } from "../../../policy/reading/relabelling";
import { topologyWith } from "../../config/home-region";
import { issued, newAuthority } from "../../pki/samples";
import { shippedStack } from "../../shipped-project";
import { type MadeMonitoring, monitoringOf } from "./monitoring-of";

interface Job {
  readonly job_name: string;
  readonly scheme: string;
  readonly metrics_path: string;
  readonly tls_config: {
    readonly ca_file: string;
    readonly server_name: string;
    readonly insecure_skip_verify?: boolean;
  };
  readonly relabel_configs: Parameters<typeof relabelled>[1];
  readonly metric_relabel_configs: Parameters<typeof relabelled>[1];
}

const files = (made: MadeMonitoring) => made.get("ConfigMap", "prometheus-regional").data ?? {};

const jobOf = (made: MadeMonitoring): Job | undefined => {
  const { scrape_configs } = parse(files(made)["prometheus.yml"] ?? "") as {
    readonly scrape_configs: readonly Job[];
  };
  return scrape_configs.find(({ job_name }) => job_name === "cockroachdb");
};

describe("the scrape of the state store's nodes", function () {
  // Certificates are issued for it.
  this.timeout(60_000);

  let certificates: NonNullable<ProgramConfig["cockroachCertificates"]>;
  let made: MadeMonitoring;
  let job: Job;
  before(async () => {
    const settings = settingsOf((await issued(await newAuthority(), "home")).identity);
    const { cockroachCertificates } = parseProgramConfig({
      stack: "home",
      topology: topologyWith({}),
      settings: { VERSION: "1.4.2", ...settings },
    });
    if (cockroachCertificates === undefined) throw new Error("They were issued.");
    certificates = cockroachCertificates;
    made = await monitoringOf("eu-west-1", { cockroachCertificates });
    const found = jobOf(made);
    if (found === undefined) throw new Error("No job scrapes the state store.");
    job = found;
  });

  it("verifies nodes by the CA that lies beside the configuration, and their own name", () => {
    expect(job.scheme).to.equal("https");
    expect(job.tls_config.insecure_skip_verify).to.equal(undefined);
    const [directory, file] = [
      "/etc/prometheus/configuration/",
      job.tls_config.ca_file.split("/").at(-1) ?? "",
    ];
    expect(job.tls_config.ca_file).to.equal(directory + file);
    const ca = new X509Certificate(files(made)[file] ?? "");
    const node = new X509Certificate(certificates.node.certificate);
    expect(node.verify(ca.publicKey)).to.equal(true);
    expect(node.checkHost(job.tls_config.server_name)).to.equal(job.tls_config.server_name);
  });

  it("gives Prometheus no key of the state store", () => {
    const { template } = made.get("StatefulSet", "prometheus-regional").spec as {
      readonly template: {
        readonly spec: { readonly volumes: readonly { readonly secret?: object }[] };
      };
    };
    expect(template.spec.volumes.filter(({ secret }) => secret !== undefined)).to.deep.equal([]);
    expect(JSON.stringify(files(made))).to.not.contain("PRIVATE KEY");
  });

  it("asks each node by the name of its Service, on the port that Prometheus' proxy takes", () => {
    const pod = (port: string) => ({
      __address__: "10.1.2.3:8080",
      __meta_kubernetes_namespace: "nephoran-global",
      __meta_kubernetes_pod_name: "cockroachdb-1",
      __meta_kubernetes_pod_phase: "Running",
      __meta_kubernetes_pod_container_port_name: port,
    });
    expect(relabelled(pod("http"), job.relabel_configs)).to.include({
      __address__: "cockroachdb-1.nephoran-global.svc.cluster.local:8090",
      instance: "cockroachdb-1",
      namespace: "nephoran-global",
    });
    expect(relabelled(pod("sql"), job.relabel_configs)).to.equal(undefined);
    expect(job.metrics_path).to.equal("/_status/vars");
  });

  it("keeps what rules are made of, and nothing else of the thousands that nodes tell", () => {
    const kept = (__name__: string): boolean =>
      relabelled({ __name__ }, job.metric_relabel_configs) !== undefined;
    for (const name of foreignMetrics.cockroachdb) expect(kept(name), name).to.equal(true);
    expect(kept("sql_query_count")).to.equal(false);
  });

  it("has its way out of Prometheus to the nodes", () => {
    expect(made.get("NetworkPolicy", "prometheus-regional-to-cockroachdb").spec).to.deep.include({
      policyTypes: ["Egress"],
      egress: [
        {
          to: [
            {
              namespaceSelector: {
                matchLabels: { "kubernetes.io/metadata.name": "nephoran-global" },
              },
              podSelector: { matchLabels: { app: "cockroachdb" } },
            },
          ],
          ports: [{ port: 8080, protocol: "TCP" }],
        },
      ],
    });
  });

  it("is not there before certificates are issued, nor of a cluster that is somebody else's", async () => {
    expect(jobOf(await monitoringOf("eu-west-1"))).to.equal(undefined);
    const { version } = shippedStack("eu-west-1").cockroachdb;
    const elsewhere = await monitoringOf("eu-west-1", {
      cockroachCertificates: certificates,
      cockroachdb: { mode: "existing", host: "sql.example.com", version },
    });
    expect(jobOf(elsewhere)).to.equal(undefined);
    expect(elsewhere.names("NetworkPolicy")).to.not.include(
      "nephoran-global/prometheus-regional-to-cockroachdb",
    );
  });
});
