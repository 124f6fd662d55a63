import { expect } from "chai";
import { parse } from "yaml";
import { z } from "zod";
import { withGatewayMetrics } from "../../../../sandbox/live/images/gateway-metrics";

const ruleSchema = z.object({
  source_labels: z.array(z.string()),
  regex: z.string(),
  target_label: z.string().optional(),
  replacement: z.string().default("$1"),
  action: z.enum(["replace", "keep"]).default("replace"),
});
const configSchema = z.object({
  scrape_configs: z.array(
    z.looseObject({
      job_name: z.string(),
      metric_relabel_configs: z.array(ruleSchema).default([]),
    }),
  ),
});

type Labels = Readonly<Record<string, string>>;

/** A sample's labels after the rules, as Prometheus applies them; undefined: it is dropped. */
function relabelled(labels: Labels, rules: readonly z.output<typeof ruleSchema>[]) {
  let now: Labels = labels;
  for (const { source_labels, regex, target_label, replacement, action } of rules) {
    const found = new RegExp(`^(?:${regex})$`).exec(
      source_labels.map((label) => now[label] ?? "").join(";"),
    );
    if (action === "keep" && !found) return undefined;
    if (action === "replace" && found && target_label !== undefined) {
      now = { ...now, [target_label]: replacement.replace("$1", found[1] ?? "") };
    }
  }
  return now;
}

/** As the program makes it, but for what decides nothing here. */
const configuration = `
global: { scrape_interval: 15s }
scrape_configs:
  - job_name: gateway
    metrics_path: /stats/prometheus
    metric_relabel_configs:
      - action: keep
        source_labels: [__name__]
        regex: istio_requests_total|istio_request_duration_milliseconds_bucket|envoy_cluster_upstream_rq_retry
  - job_name: istiod
    metric_relabel_configs:
      - { action: keep, source_labels: [__name__], regex: pilot_xds }
  - job_name: prometheus
`;

describe("what Prometheus is told of gateways", () => {
  const before = configSchema.parse(parse(configuration));
  const after = configSchema.parse(parse(withGatewayMetrics(configuration)));
  const rules = after.scrape_configs[0]?.metric_relabel_configs ?? [];

  it("makes of plain Envoy's requests what Istio's count would be", () => {
    const cluster = "outbound|8080||eu-west-1.failover.nephoran.local";
    const requests = { __name__: "envoy_cluster_upstream_rq", response_code: "200" };
    expect(relabelled({ ...requests, cluster_name: cluster }, rules)).to.deep.equal({
      __name__: "istio_requests_total",
      response_code: "200",
      cluster_name: cluster,
      reporter: "source",
      source_workload: "nephoran-gateway",
      destination_service: "eu-west-1.failover.nephoran.local",
    });
    const times = { __name__: "envoy_cluster_upstream_rq_time_bucket", le: "500" };
    expect(relabelled({ ...times, cluster_name: cluster }, rules)).to.include({
      __name__: "istio_request_duration_milliseconds_bucket",
      le: "500",
    });
  });

  it("leaves what is not a request to a host of the mesh, and all other jobs, as they are", () => {
    const agents = { __name__: "envoy_cluster_upstream_rq", cluster_name: "xds-grpc" };
    expect(relabelled(agents, rules)).to.equal(undefined);
    const retries = { __name__: "envoy_cluster_upstream_rq_retry", cluster_name: "outbound|1||h" };
    expect(relabelled(retries, rules)).to.deep.equal(retries);
    expect(after.scrape_configs.slice(1)).to.deep.equal(before.scrape_configs.slice(1));
    const own = before.scrape_configs[0]?.metric_relabel_configs;
    expect(rules.slice(-1)).to.deep.equal(own);
  });
});
