import { expect } from "chai";
import { parse } from "yaml";
import { Grafana } from "../../../components/global-control-plane/grafana/grafana";
import { shippedStack } from "../../shipped-project";
import { inClear, type Registration, registrations } from "../registrations";
import { type Made, madeBy, type WorkloadSpec } from "./made";

const config = shippedStack("us-east-1");

const run =
  (secretsGeneration = 1) =>
  () =>
    new Grafana("grafana", {
      ...config,
      secretsGeneration,
      prometheusUrl: "http://prometheus.example.test:9090",
      checksumKey: "key",
    });

const dataOf = (made: Made, configMap: string): Readonly<Record<string, string>> =>
  made.data("ConfigMap", configMap);

const specOf = (made: Made): WorkloadSpec => made.workload("Deployment", "grafana");

const passwordsOf = (made: readonly Registration[]): string[] =>
  made
    .filter(({ type }) => type === "random:index/randomPassword:RandomPassword")
    .map(({ name }) => name);

describe("Grafana", () => {
  let made: Made;
  before(async () => {
    made = await madeBy(run());
  });

  it("lets nobody in but who has the password", () => {
    expect(dataOf(made, "grafana")).to.deep.include({
      GF_AUTH_ANONYMOUS_ENABLED: "false",
      GF_USERS_ALLOW_SIGN_UP: "false",
      GF_SECURITY_COOKIE_SECURE: "true",
      GF_SECURITY_ADMIN_PASSWORD__FILE: "/secrets/admin-password",
      GF_SECURITY_SECRET_KEY__FILE: "/secrets/secret-key",
    });
    expect(dataOf(made, "grafana")).to.not.have.property("GF_SECURITY_ADMIN_PASSWORD");
  });

  it("calls nobody outside", () => {
    expect(dataOf(made, "grafana")).to.deep.include({
      GF_ANALYTICS_REPORTING_ENABLED: "false",
      GF_ANALYTICS_CHECK_FOR_UPDATES: "false",
      GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES: "false",
      GF_PLUGINS_PREINSTALL_DISABLED: "true",
    });
  });

  it("has a password of its own, made at random, which stands in a Secret alone", async () => {
    const all = await registrations(run());
    expect(passwordsOf(all)).to.deep.equal(["grafana-admin-password-1", "grafana-secret-key-1"]);
    const secret = all.find(({ name }) => name === "grafana-secrets");
    expect(inClear(secret?.inputs["stringData"])).to.deep.equal({
      "admin-password": "grafana-admin-password-1",
      "secret-key": "grafana-secret-key-1",
    });
    const inOthers = all.filter(
      (one) => one !== secret && JSON.stringify(inClear(one.inputs)).includes("admin-password-1"),
    );
    expect(inOthers).to.deep.equal([]);
  });

  it("starts anew with another password in the next generation", async () => {
    const next = await madeBy(run(2));
    expect(next.data("Secret", "grafana-secrets")).to.deep.equal({
      "admin-password": "grafana-admin-password-2",
      "secret-key": "grafana-secret-key-2",
    });
    const checksum = (of: Made) =>
      specOf(of).template.metadata.annotations["nephoran.io/secrets-checksum"];
    expect(checksum(next)).to.not.equal(checksum(made));
    // An old database would keep the first password.
    const { volumes } = specOf(made).template.spec;
    expect(volumes.find(({ name }) => name === "data")).to.deep.equal({
      name: "data",
      emptyDir: { sizeLimit: "512Mi" },
    });
  });

  it("starts as the image does, which reads the secrets from their files", () => {
    expect(specOf(made).template.spec.containers[0]).to.not.have.property("command");
  });

  it("has its data source and its dashboards where it looks for them", () => {
    const provisioned = dataOf(made, "grafana-provisioning");
    const { datasources } = parse(provisioned["data-sources.yaml"] ?? "") as {
      datasources: readonly { readonly uid: string; readonly url: string }[];
    };
    expect(datasources.map(({ url }) => url)).to.deep.equal([
      "http://prometheus.example.test:9090",
    ]);
    const { providers } = parse(provisioned["dashboards.yaml"] ?? "") as {
      providers: readonly { readonly options: { readonly path: string } }[];
    };
    const mounts = specOf(made).template.spec.containers[0].volumeMounts;
    const mountOf = (name: string) => mounts.find((mount) => mount.name === name)?.mountPath;
    expect(providers.map(({ options }) => options.path)).to.deep.equal([
      mountOf("grafana-dashboards"),
    ]);
    expect(mountOf("grafana-provisioning")).to.equal(
      dataOf(made, "grafana")["GF_PATHS_PROVISIONING"],
    );
    const home = dataOf(made, "grafana")["GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH"] ?? "";
    const files = Object.keys(dataOf(made, "grafana-dashboards"));
    expect(files.map((file) => `${mountOf("grafana-dashboards")}/${file}`)).to.include(home);
  });

  it("has every dashboard ask the data source that is there", () => {
    const { datasources } = parse(
      dataOf(made, "grafana-provisioning")["data-sources.yaml"] ?? "",
    ) as { datasources: readonly { readonly uid: string }[] };
    const uids = datasources.map(({ uid }) => uid);
    for (const dashboard of Object.values(dataOf(made, "grafana-dashboards"))) {
      const asked = [...dashboard.matchAll(/"type":\s*"prometheus",\s*"uid":\s*"([^"]*)"/g)];
      expect(asked).to.not.have.length(0);
      for (const [, uid] of asked) expect(uids).to.include(uid);
    }
  });

  it("is two replicas, one of which may be taken away", () => {
    expect(specOf(made).replicas).to.equal(2);
    expect(made.get("PodDisruptionBudget", "grafana")["spec"]).to.deep.include({
      maxUnavailable: 1,
    });
  });

  it("is reached on port 3000, as its Service", () => {
    expect(made.get("Service", "grafana")["spec"]).to.deep.include({
      selector: { app: "grafana" },
      ports: [{ name: "http", port: 3000, targetPort: "http", appProtocol: "http" }],
    });
  });
});
