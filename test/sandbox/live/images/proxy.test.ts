import { expect } from "chai";
import { bootstrapTemplate } from "../../../../sandbox/live/images/envoy-bootstrap";
import { proxy } from "../../../../sandbox/live/images/proxy";
import { containerWith } from "./containers";

/** As istiod 1.31 injects them, without what the entry does not look at. */
const captureArgs = (outbound: readonly string[]): string[] => [
  "istio-iptables",
  ...["-p", "15001", "-z", "15006", "-u", "1337", "-m", "REDIRECT"],
  ...outbound,
  ...["-x", "", "-b", "*", "-d", "15090,15021,15020,26257"],
  ...["--log_output_level=default:info", "--run-validation", "--skip-rule-apply"],
];

describe("the proxy's image", () => {
  it("is pilot-agent with another Envoy and its bootstrap, and all else as istiod injected it", () => {
    const args = ["proxy", "sidecar", "--domain", "nephoran-global.svc.cluster.local"];
    const injected = { discoveryAddress: "istiod.istio-system.svc:15012", statusPort: 15020 };
    const environment = { POD_NAME: "pod", PROXY_CONFIG: JSON.stringify(injected) };
    const process = proxy.process(containerWith({ name: "istio-proxy", args, environment }));
    expect(process).to.deep.equal({
      kind: "run",
      command: ["/tools/mesh/pilot-agent", ...args],
      environment: {
        ISTIO_META_ISTIO_VERSION: "1.31.0",
        PATH: "/tools/mesh:/usr/bin:/bin",
        POD_NAME: "pod",
        PROXY_CONFIG: JSON.stringify({
          ...injected,
          binaryPath: "/tools/envoy",
          proxyBootstrapTemplatePath: "/bundles/envoy_bootstrap.json",
        }),
      },
      workingDirectory: "/",
      answersNames: true,
    });
  });

  it("before an application only says which traffic is the proxy's", () => {
    const process = proxy.process(containerWith({ args: captureArgs(["-i", "*"]) }));
    expect(process).to.deep.equal({
      kind: "done",
      captureInbound: { exceptPorts: [15_090, 15_021, 15_020, 26_257] },
      captureOutbound: { exceptMark: 1337, exceptPorts: [15_012, 53] },
    });
  });

  it("has the pod's questions for names where the mesh says so", () => {
    const environment = { ISTIO_META_DNS_CAPTURE: "true" };
    const process = proxy.process(containerWith({ args: captureArgs(["-i", "*"]), environment }));
    expect(process).to.deep.include({ captureNames: { port: 15_053 } });
  });

  it("takes no more of what a pod begins than its annotations say", () => {
    const args = captureArgs(["-i", "", "-q", "8443", "-o", "9090,9091"]);
    expect(proxy.process(containerWith({ args }))).to.deep.include({
      captureOutbound: {
        exceptMark: 1337,
        exceptPorts: [15_012, 53, 9_090, 9_091],
        onlyPorts: [8_443],
      },
    });
  });
});

describe("Envoy's bootstrap", () => {
  const template = (condition: string): string => `{
  "stats_config": {
    "stats_matcher": {
      "inclusion_list": {
        "patterns": [
          { "prefix": "reporter=" }
        ]
      }
    }
  }
  {{ if or ${condition} }}
  ,
  "cluster_manager": {
    {{- if .outlier_log_path}}
    "outlier_detection": { "event_log_path": "{{ .outlier_log_path }}" },
    {{- end}}
    "enable_deferred_cluster_creation": true
  }
  {{- end }}
  ,
  "deferred_stat_options": { "enable_deferred_creation_stats": true }
}`;

  it("marks what Envoy begins, and keeps its own count of requests", () => {
    const made = bootstrapTemplate(template(".outlier_log_path .load_stats_config_json_str"));
    const requests = String.raw`^cluster\.outbound\|.*;\.upstream_rq_(\d{3}|time)$`;
    expect(JSON.parse(made)).to.deep.equal({
      stats_config: {
        stats_matcher: {
          inclusion_list: {
            patterns: [{ safe_regex: { regex: requests } }, { prefix: "reporter=" }],
          },
        },
      },
      cluster_manager: {
        upstream_bind_config: {
          socket_options: [
            {
              description: "connections that the proxy begins",
              ...{ level: 1, name: 36, int_value: 1337, state: "STATE_PREBIND" },
            },
          ],
        },
      },
      deferred_stat_options: { enable_deferred_creation_stats: true },
    });
  });

  it("is refused where the template is not what it was", () => {
    const other = template(".something_else");
    expect(() => bootstrapTemplate(other)).to.throw("not as in its release 1.31");
    expect(() => bootstrapTemplate("{}")).to.throw("not as in its release 1.31");
  });
});
