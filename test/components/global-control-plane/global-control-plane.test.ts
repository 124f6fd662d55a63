import { expect } from "chai";
import { parse } from "yaml";
import { alertmanagerAddresses } from "../../../components/global-control-plane/alertmanager/alertmanager";
import { GlobalControlPlane } from "../../../components/global-control-plane/global-control-plane";
import { RegionalSecrets } from "../../../components/regional-secrets/regional-secrets";
import { shippedStack } from "../../shipped-project";
import { type Made, madeBy } from "./made";

const config = shippedStack("us-west-2");

/** The rules of an AuthorizationPolicy, as `PRINCIPAL: METHODS PATHS PORTS`. */
const callersOf = (made: Made, workload: string): string[] => {
  const { rules } = made.get("AuthorizationPolicy", workload)["spec"] as {
    readonly rules: readonly Rule[];
  };
  return rules.map(({ from, to }) => {
    const { methods = ["any"], paths = ["any"], ports } = to[0].operation;
    return `${from[0].source.principals.join()}: ${methods.join()} ${paths.join()} ${ports.join()}`;
  });
};

interface Rule {
  readonly from: readonly [{ readonly source: { readonly principals: readonly string[] } }];
  readonly to: readonly [
    {
      readonly operation: {
        readonly ports: readonly string[];
        readonly methods?: readonly string[];
        readonly paths?: readonly string[];
      };
    },
  ];
}

describe("the global control plane", () => {
  let made: Made;
  before(async () => {
    made = await madeBy(() => {
      const secrets = new RegionalSecrets("regional-secrets", config);
      new GlobalControlPlane("global-control-plane", { ...config, secrets });
    });
  });

  const prometheusYaml = () =>
    parse(made.data("ConfigMap", "prometheus-global")["prometheus.yml"] ?? "") as {
      readonly global: { readonly external_labels: unknown };
      readonly alerting: unknown;
      readonly rule_files: unknown;
      readonly scrape_configs: readonly {
        readonly job_name: string;
        readonly static_configs: readonly { readonly targets: readonly string[] }[];
      }[];
      readonly storage: unknown;
    };

  it("is a Prometheus, an Alertmanager and a Grafana", () => {
    expect(
      made.names().filter((name) => /^(StatefulSet|Deployment|CronJob|Job|DaemonSet) /.test(name)),
    ).to.deep.equal([
      "Deployment grafana",
      "StatefulSet alertmanager",
      "StatefulSet prometheus-global",
    ]);
  });

  it("has a Prometheus that others write to, kept as long as the setting says", () => {
    const { replicas, template } = made.workload("StatefulSet", "prometheus-global");
    expect(replicas).to.equal(1);
    expect(template.spec.containers[0].command).to.include.members([
      "--web.enable-remote-write-receiver",
      "--storage.tsdb.retention.time=90d",
    ]);
  });

  it("takes samples that come as late as regions keep them", () => {
    expect(prometheusYaml().storage).to.deep.equal({ tsdb: { out_of_order_time_window: "3h" } });
  });

  it("scrapes itself and no region", () => {
    const targets = prometheusYaml().scrape_configs.map(({ job_name: job, static_configs }) => [
      job,
      ...static_configs.flatMap((one) => one.targets),
    ]);
    expect(targets).to.deep.equal([
      ["prometheus-global", "localhost:9090"],
      ["alertmanager", ...alertmanagerAddresses],
      ["grafana", "grafana.nephoran-global.svc:3000"],
    ]);
  });

  it("hands every alert to every Alertmanager, with the name of its region", () => {
    const { alerting, global } = prometheusYaml();
    expect(alerting).to.deep.equal({
      alertmanagers: [{ static_configs: [{ targets: alertmanagerAddresses }] }],
    });
    // An alert that is about no region must not pass for one about this.
    expect(global.external_labels).to.deep.equal({ control_plane: "us-west-2" });
  });

  it("has its rules and alerts where Prometheus looks for them", () => {
    const rules = made.data("ConfigMap", "prometheus-global-rules");
    expect(rules).to.have.all.keys("global.yaml", "alerts.yaml");
    expect(rules["global.yaml"]).to.contain("record: nephoran:global:request_rate");
    expect(rules["alerts.yaml"]).to.contain("alert: GlobalSuccessRateLow");
    expect(prometheusYaml().rule_files).to.deep.equal(["/etc/prometheus/rules/*.yaml"]);
    const { containers } = made.workload("StatefulSet", "prometheus-global").template.spec;
    expect(containers[0].volumeMounts.map(({ mountPath }) => mountPath)).to.include(
      "/etc/prometheus/rules",
    );
  });

  it("is called by whom it has to be, for what they need", () => {
    const identity = (name: string) => `us-west-2.nephoran.local/ns/nephoran-global/sa/${name}`;
    expect(callersOf(made, "alertmanager")).to.deep.equal([
      `${identity("prometheus-global")}: GET,POST /api/v2/alerts,/metrics 9093`,
      `${identity("alertmanager")}: any any 9094`,
    ]);
    expect(callersOf(made, "grafana")).to.deep.equal([
      `${identity("prometheus-global")}: GET /metrics 3000`,
    ]);
    expect(
      callersOf(made, "prometheus-global").filter((caller) => caller.includes("/api/v1/write")),
    ).to.deep.equal([
      "us-west-2.nephoran.local/ns/nephoran-ingress/sa/nephoran-gateway: POST /api/v1/write 9090",
    ]);
  });
});
