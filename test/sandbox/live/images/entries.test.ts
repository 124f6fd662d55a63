import { expect } from "chai";
import { parse } from "yaml";
import { alertmanager } from "../../../../sandbox/live/images/alertmanager";
import { cockroachdb } from "../../../../sandbox/live/images/cockroachdb";
import type { ContainerContext, ImageEntry } from "../../../../sandbox/live/images/entry";
import { istiod } from "../../../../sandbox/live/images/istiod";
import { kubeStateMetrics } from "../../../../sandbox/live/images/kube-state-metrics";
import { llmProcessor } from "../../../../sandbox/live/images/llm-processor";
import { prometheus } from "../../../../sandbox/live/images/prometheus";
import { trafficController } from "../../../../sandbox/live/images/traffic-controller";
import { containerWith } from "./containers";

function running(entry: ImageEntry, context: ContainerContext) {
  const process = entry.process(context);
  if (process.kind !== "run") throw new Error(`${entry.repository} runs nothing.`);
  return process;
}

describe("a known image", () => {
  it("of Prometheus or Alertmanager is the program itself, with the pod's arguments", () => {
    const flags = ["--config.file=/etc/configuration.yml", "--web.listen-address=:9090"];
    const environment = { POD_NAME: "prometheus-regional-0" };
    for (const [entry, program, own] of [
      [prometheus, "/bin/prometheus", "/tools/prometheus"],
      [alertmanager, "/bin/alertmanager", "/tools/alertmanager"],
    ] as const) {
      const found = running(entry, containerWith({ command: [program, ...flags], environment }));
      expect([found.command, found.environment]).to.deep.equal([[own, ...flags], environment]);
    }
  });

  it("of kube-state-metrics is the program itself, which listens where pods have addresses", () => {
    const command = ["/kube-state-metrics", "--port=8080"];
    expect(running(kubeStateMetrics, containerWith({ command })).command).to.deep.equal([
      "/tools/kube-state-metrics",
      ...["--host=0.0.0.0", "--telemetry-host=0.0.0.0", "--port=8080"],
    ]);
  });

  it("of the traffic controller is its bundle, as in its own image", () => {
    const environment = { POD_NAME: "traffic-controller-a", HTTP_PORT: "8080" };
    const { command, environment: given } = running(
      trafficController,
      containerWith({ environment }),
    );
    expect(command).to.deep.equal(["/tools/node", "/bundles/traffic-controller.cjs"]);
    expect(given).to.deep.equal({ NODE_ENV: "production", ...environment });
  });

  it("of both processors is one program, which its variables tell what to be", () => {
    const environment = { REGIONAL_ENDPOINT: "http://internal-gateway" };
    const { command, environment: given } = running(llmProcessor, containerWith({ environment }));
    expect(command).to.deep.equal(["/tools/node", "/bundles/llm-processor.cjs"]);
    expect(given).to.include({ NODE_ENV: "production", ...environment });
  });

  it("of both processors has nslookup, and curl there trusts the sandbox's public certificates", () => {
    const { environment, files, configMaps } = running(llmProcessor, containerWith({}));
    expect(environment).to.deep.equal({
      NODE_ENV: "production",
      PATH: "/stand-ins/bin:/usr/local/bin:/usr/bin:/bin",
      CURL_CA_BUNDLE: "/stand-ins/authorities/root-cert.pem",
    });
    expect(files).to.deep.equal({
      "/stand-ins/bin/nslookup": "#!/bin/sh\nexec '/tools/node' '/bundles/nslookup.cjs' \"$@\"\n",
    });
    expect(configMaps).to.deep.equal({ "/stand-ins/authorities": "istio-ca-root-cert" });
  });

  it("of CockroachDB runs the pod's own script, which finds the stand-in where the program is", () => {
    const script = "exec /cockroach/cockroach start --certs-dir=/cockroach/cockroach-certs";
    const found = running(cockroachdb, containerWith({ command: ["sh", "-c", script] }));
    expect(found.command).to.deep.equal(["/bin/sh", "-c", script]);
    expect(found.files).to.deep.equal({
      "/cockroach/cockroach": "#!/bin/sh\nexec '/tools/node' '/bundles/cockroachdb.cjs' \"$@\"\n",
    });
    expect(found.environment).to.deep.equal({
      PATH: "/cockroach:/usr/bin:/bin",
      STAND_IN_POSTGRES: "/tools/postgres",
      STAND_IN_MIGRATIONS: "/cockroach/migrations",
    });
    expect(found.binds).to.deep.equal({ "/cockroach/migrations": "/checkout/migrations" });
    expect(found.user).to.equal(1000);
  });
});

describe("istiod", () => {
  const found = running(
    istiod,
    containerWith({ args: ["discovery", "--domain", "cluster.local"], environment: { A: "a" } }),
  );

  it("is the program itself, without the filters that plain Envoy lacks", () => {
    expect(found.command).to.deep.equal([
      "/tools/mesh/pilot-discovery",
      ...["discovery", "--domain", "cluster.local"],
    ]);
    expect(found.environment).to.deep.equal({
      A: "a",
      PILOT_ENABLE_ALPN_FILTER: "false",
      PILOT_ENABLE_METADATA_EXCHANGE: "false",
    });
  });

  it("reads the mesh's configuration from a file, with all but who counts requests", () => {
    expect(found.configMaps).to.deep.equal({ "/etc/istio/config": "istio" });
    const mesh = "trustDomain: eu\ndefaultProviders:\n  metrics: [prometheus]\n  tracing: [one]\n";
    expect(parse(found.edit?.("/etc/istio/config/mesh", mesh) ?? "")).to.deep.equal({
      trustDomain: "eu",
      defaultProviders: { metrics: [], tracing: ["one"] },
    });
    const networks = "networks: {}";
    expect(found.edit?.("/etc/istio/config/meshNetworks", networks)).to.equal(networks);
  });
});
