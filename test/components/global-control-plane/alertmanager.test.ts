import { randomUUID } from "node:crypto";
import { expect } from "chai";
import { parse } from "yaml";
import {
  Alertmanager,
  alertmanagerAddresses,
} from "../../../components/global-control-plane/alertmanager/alertmanager";
import type { AlertmanagerConfiguration } from "../../../components/global-control-plane/alertmanager/configuration";
import { SecretText } from "../../../config/secret-text";
import { shippedStack } from "../../shipped-project";
import { type Made, madeBy, type WorkloadSpec } from "./made";

const config = shippedStack("us-east-1");

const alertmanager = (webhookUrl?: string): Promise<Made> =>
  madeBy(
    () =>
      new Alertmanager("alertmanager", {
        ...config,
        checksumKey: "key",
        globalMonitoring: {
          ...config.globalMonitoring,
          ...(webhookUrl !== undefined && {
            alertWebhook: { url: new SecretText(webhookUrl), cidrs: ["203.0.113.0/24"] },
          }),
        },
      }),
  );

const configurationOf = (made: Made): AlertmanagerConfiguration =>
  parse(
    made.data("ConfigMap", "alertmanager")["alertmanager.yml"] ?? "",
  ) as AlertmanagerConfiguration;

const specOf = (made: Made): WorkloadSpec => made.workload("StatefulSet", "alertmanager");

describe("Alertmanager", () => {
  const url = `https://alerts.example.com/${randomUUID()}`;
  let quiet: Made;
  let telling: Made;
  before(async () => {
    quiet = await alertmanager();
    telling = await alertmanager(url);
  });

  it("sends every alert to the webhook, whose URL stands in a Secret alone", () => {
    const { route, receivers } = configurationOf(telling);
    expect(route.receiver).to.equal("operators");
    expect(receivers).to.deep.equal([
      {
        name: "operators",
        webhook_configs: [{ url_file: "/secrets/webhook-url", send_resolved: true }],
      },
    ]);
    expect(telling.get("Secret", "alertmanager-secrets")["stringData"]).to.deep.equal({
      "webhook-url": url,
    });
    const besides = telling.names().filter((name) => name !== "Secret alertmanager-secrets");
    for (const name of besides) {
      const [kind = "", object = ""] = name.split(" ");
      expect(JSON.stringify(telling.get(kind, object)), name).to.not.contain(url);
    }
  });

  it("mounts the URL where its configuration looks for it", () => {
    const { containers, volumes } = specOf(telling).template.spec;
    expect(containers[0].volumeMounts).to.deep.include({
      name: "secrets",
      mountPath: "/secrets",
      readOnly: true,
    });
    expect(volumes).to.deep.include({
      name: "secrets",
      secret: { secretName: "alertmanager-secrets", defaultMode: 0o440 },
    });
  });

  it("says that nobody is told where there is no webhook", () => {
    const { route, receivers } = configurationOf(quiet);
    expect(route.receiver).to.equal("nobody");
    expect(receivers).to.deep.equal([{ name: "nobody" }]);
    for (const kind of ["StatefulSet", "ConfigMap"]) {
      expect(
        quiet.get(kind, "alertmanager").metadata.annotations?.["nephoran.io/warning"],
      ).to.match(/^Nobody is told of alerts: alertWebhookUrl is not set\./);
      expect(telling.get(kind, "alertmanager").metadata.annotations ?? {}).to.not.have.property(
        "nephoran.io/warning",
      );
    }
  });

  it("has a way to the webhook's networks and no other out of the cluster", () => {
    const added = telling.names().filter((name) => !quiet.names().includes(name));
    expect(added).to.deep.equal([
      "NetworkPolicy alertmanager-to-alert-webhook",
      "Secret alertmanager-secrets",
      "ServiceEntry alertmanager-to-alert-webhook",
    ]);
    expect(telling.get("NetworkPolicy", "alertmanager-to-alert-webhook")["spec"]).to.deep.include({
      egress: [
        { to: [{ ipBlock: { cidr: "203.0.113.0/24" } }], ports: [{ port: 443, protocol: "TCP" }] },
      ],
    });
  });

  it("rolls its pods when the URL or the configuration is another one", async () => {
    const checksum = (made: Made, of: string) =>
      specOf(made).template.metadata.annotations[`nephoran.io/${of}-checksum`];
    const other = await alertmanager(`https://alerts.example.com/${randomUUID()}`);
    expect(checksum(other, "secrets")).to.not.equal(checksum(telling, "secrets"));
    expect(checksum(other, "settings")).to.equal(checksum(telling, "settings"));
    expect(checksum(quiet, "settings")).to.not.equal(checksum(telling, "settings"));
  });

  it("is two replicas, each of which knows both by the names that the Service gives them", () => {
    const { replicas, template } = specOf(quiet);
    expect(replicas).to.equal(2);
    const hosts = [0, 1].map((n) => `alertmanager-${n}.alertmanager.nephoran-global.svc`);
    expect(alertmanagerAddresses).to.deep.equal(hosts.map((host) => `${host}:9093`));
    expect(template.spec.containers[0].command).to.include.members(
      hosts.map((host) => `--cluster.peer=${host}:9094`),
    );
    expect(quiet.get("Service", "alertmanager")["spec"]).to.deep.include({
      clusterIP: "None",
      publishNotReadyAddresses: true,
    });
    expect(quiet.get("PodDisruptionBudget", "alertmanager")["spec"]).to.deep.include({
      maxUnavailable: 1,
    });
  });

  it("lets a replica copy from the other before that one is restarted", () => {
    expect(quiet.workload("StatefulSet", "alertmanager")).to.deep.include({
      minReadySeconds: 30,
    });
  });

  it("tells a region's warnings no more once something critical is told of it", () => {
    // Alertmanager takes two missing labels for equal ones.
    expect(configurationOf(telling).inhibit_rules).to.deep.equal([
      {
        source_matchers: ['severity="critical"', 'region!=""'],
        target_matchers: ['severity="warning"'],
        equal: ["region"],
      },
    ]);
  });
});
