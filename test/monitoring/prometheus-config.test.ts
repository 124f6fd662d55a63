import { expect } from "chai";
import fc from "fast-check";
import { parse } from "yaml";
import { prometheusConfig } from "../../monitoring/prometheus-config";
import { metricNames } from "../../monitoring/metrics";
import { regionRules } from "../../monitoring/rules/region";
import { scrapeJobs } from "../../monitoring/scrape-jobs";
import { relabelled, type Series } from "../../policy/reading/relabelling";

interface Scrape {
  readonly job_name: string;
  readonly scheme?: string;
  readonly scrape_interval?: string;
  readonly scrape_timeout?: string;
  readonly tls_config?: Readonly<Record<string, unknown>>;
  readonly track_timestamps_staleness?: boolean;
  readonly kubernetes_sd_configs?: readonly {
    readonly role: string;
    readonly namespaces?: { readonly names: readonly string[] };
  }[];
  readonly relabel_configs?: Parameters<typeof relabelled>[1];
  readonly metric_relabel_configs: Parameters<typeof relabelled>[1];
}

interface Written {
  readonly global: { readonly external_labels: Series };
  readonly rule_files: readonly string[];
  readonly scrape_configs: readonly Scrape[];
  readonly remote_write: readonly {
    readonly name: string;
    readonly url: string;
    readonly queue_config: Readonly<Record<string, unknown>>;
    readonly write_relabel_configs: Parameters<typeof relabelled>[1];
    readonly send_exemplars: boolean;
  }[];
}

const certificate = { roots: "/c/root.pem", certificate: "/c/cert.pem", key: "/c/key.pem" };
const remoteWrites = ["us-east-1", "us-west-2"].map((name) => ({
  name,
  url: `http://gateway:8443/metrics/${name}/api/v1/write`,
}));

const configuration = (region: { name: string; residencyZone?: string }): Written =>
  parse(
    prometheusConfig({ region, paths: { rules: "/rules", certificate }, remoteWrites }),
  ) as Written;

const inZone = configuration({ name: "eu-west-1", residencyZone: "eu" });
const outside = configuration({ name: "us-east-1" });

/** What a series is when it is sent: external labels come first, as long as the series has none. */
const sent = ({ global, remote_write: [target] }: Written, series: Series): Series | undefined =>
  relabelled({ ...global.external_labels, ...series }, target?.write_relabel_configs ?? []);

const aggregates = regionRules({
  region: { name: "eu-west-1", costUsdPerThousandIntents: 1 },
  maxConcurrentIntents: 1,
})
  .flatMap(({ rules }) => rules.map(({ record }) => record))
  .filter((record) => record.startsWith("nephoran:"));

const LEAVE_A_ZONE = ["__name__", "region", "entry", "resource", "state", "replica"];

describe("what a region's Prometheus writes to others", () => {
  it("is every aggregate, to every control plane, and is told by which replica", () => {
    for (const written of [inZone, outside]) {
      expect(written.remote_write.map(({ name, url }) => ({ name, url }))).to.deep.equal(
        remoteWrites,
      );
      for (const { write_relabel_configs } of written.remote_write) {
        // Each control plane is written the same.
        expect(write_relabel_configs).to.deep.equal(written.remote_write[0]?.write_relabel_configs);
      }
      for (const __name__ of aggregates) {
        expect(sent(written, { __name__ }), __name__).to.deep.equal({
          __name__,
          region: written.global.external_labels["region"],
          replica: "${POD_NAME}",
        });
      }
    }
  });

  it("keeps the region that a series is about, beside the entry that tells of it", () => {
    const __name__ = "nephoran:region:traffic_weight";
    expect(sent(inZone, { __name__, entry: "eu-west-1", region: "us-east-1" })).to.deep.include({
      entry: "eu-west-1",
      region: "us-east-1",
    });
  });

  const text = fc.string({ unit: "grapheme", maxLength: 20 });
  const label = fc.oneof(
    fc.constantFrom(
      "tenant",
      "user",
      "pod",
      "instance",
      "job",
      "status",
      "regions",
      "entry_",
      "le",
    ),
    fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_]{0,12}$/),
  );
  const name = fc.oneof(
    fc.constantFrom(...aggregates, ...metricNames),
    fc.constantFrom("nephoran:tenant:requests", "nephoran:region:request_rate_by_tenant", "up"),
    fc.constantFrom(...aggregates).map((record) => `${record}_x`),
    fc.constantFrom(...aggregates).map((record) => `x_${record}`),
    text,
  );
  const series = fc
    .record({ __name__: name, labels: fc.dictionary(label, text, { maxKeys: 8 }) })
    .map(({ __name__, labels }): Series => ({ ...labels, __name__ }));

  it("from a residency zone is nothing that is not listed, whatever a series is called", () => {
    fc.assert(
      fc.property(series, (one) => {
        const leaving = sent(inZone, one);
        if (leaving === undefined) return;
        expect(aggregates).to.include(leaving["__name__"]);
        expect(LEAVE_A_ZONE).to.include.members(Object.keys(leaving));
      }),
      { numRuns: 2_000 },
    );
  });

  it("from elsewhere is four more series, with what tells them apart", () => {
    fc.assert(
      fc.property(series, (one) => {
        const leaving = sent(outside, one);
        if (leaving === undefined) return;
        expect([
          ...aggregates,
          "up",
          "nephoran_requests_total",
          "nephoran_cost_dollars_total",
          "nephoran_failover_events_total",
        ]).to.include(leaving["__name__"]);
        expect([...LEAVE_A_ZONE, "instance", "job", "namespace", "status"]).to.include.members(
          Object.keys(leaving),
        );
      }),
      { numRuns: 2_000 },
    );
    expect(sent(outside, { __name__: "up", instance: "a", tenant: "t" })).to.include({
      instance: "a",
    });
    expect(sent(inZone, { __name__: "up", instance: "a" })).to.equal(undefined);
  });

  it("waits out a partition: nothing is dropped for its age, and shards are bounded", () => {
    for (const { queue_config, send_exemplars } of inZone.remote_write) {
      expect(queue_config).to.include({
        sample_age_limit: "0s",
        retry_on_http_429: true,
        max_shards: 8,
        max_backoff: "5s",
      });
      expect(send_exemplars).to.equal(false);
    }
  });
});

describe("what a region's Prometheus scrapes", () => {
  const job = (name: string): Scrape => {
    const found = outside.scrape_configs.find(({ job_name }) => job_name === name);
    if (found === undefined) throw new Error(`No job ${name}.`);
    return found;
  };
  const pod = (port: string, phase = "Running"): Series => ({
    __address__: "10.1.2.3:8080",
    __meta_kubernetes_namespace: "nephoran-system",
    __meta_kubernetes_pod_name: "llm-processor-regional-1",
    __meta_kubernetes_pod_phase: phase,
    __meta_kubernetes_pod_container_port_name: port,
  });
  const target = (labels: Series) =>
    relabelled(labels, job("llm-processor-regional").relabel_configs ?? []);

  it("is one port of each running pod, which is called by its name", () => {
    expect(target(pod("http"))).to.include({
      instance: "llm-processor-regional-1",
      pod: "llm-processor-regional-1",
      namespace: "nephoran-system",
    });
    expect(target(pod("grpc"))).to.equal(undefined);
    expect(target(pod("http", "Succeeded"))).to.equal(undefined);
  });

  it("proves itself to the mesh with the certificate of its pod, and asks nobody else that way", () => {
    for (const { job: name, transport } of scrapeJobs) {
      const { scheme, tls_config } = job(name);
      expect(scheme, name).to.equal(transport === "mesh" ? "https" : undefined);
      expect(tls_config, name).to.deep.equal(
        transport === "mesh"
          ? {
              ca_file: certificate.roots,
              cert_file: certificate.certificate,
              key_file: certificate.key,
              insecure_skip_verify: true,
            }
          : undefined,
      );
    }
  });

  it("is looked for in one namespace by each job, never in the whole cluster", () => {
    for (const { job: name, namespace } of scrapeJobs) {
      const [discovery, ...more] = job(name).kubernetes_sd_configs ?? [];
      expect(discovery, name).to.deep.include({ role: "pod", namespaces: { names: [namespace] } });
      expect(more).to.have.length(0);
    }
  });

  it("is given up before the next time is due", () => {
    for (const { job_name, scrape_interval, scrape_timeout } of outside.scrape_configs) {
      if (scrape_interval === undefined) continue;
      expect(parseInt(scrape_timeout ?? "", 10), job_name).to.be.below(
        parseInt(scrape_interval, 10),
      );
    }
  });

  const kept = (name: string, labels: Series): boolean =>
    relabelled(labels, job(name).metric_relabel_configs) !== undefined;

  it("is of kubelets what they tell of this system's own pods", () => {
    const __name__ = "container_memory_working_set_bytes";
    expect(kept("kubelet", { __name__, namespace: "nephoran-system" })).to.equal(true);
    expect(kept("kubelet", { __name__, namespace: "somebody-elses" })).to.equal(false);
    expect(
      kept("kubelet", { __name__: "container_tasks_state", namespace: "nephoran-system" }),
    ).to.equal(false);
  });

  it("is of kubelets gone with its container, though their samples have times of their own", () => {
    expect(job("kubelet").track_timestamps_staleness).to.equal(true);
  });

  it("is of workloads what the catalogue has", () => {
    for (const __name__ of metricNames) {
      expect(kept("llm-processor-regional", { __name__ }), __name__).to.equal(true);
    }
    expect(kept("llm-processor-regional", { __name__: "http_requests_total" })).to.equal(false);
  });
});
