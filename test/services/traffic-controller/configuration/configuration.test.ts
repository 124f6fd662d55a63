import { expect } from "chai";
import { ConfigError } from "../../../../config/problems";
import { readConfiguration } from "../../../../services/traffic-controller/configuration/configuration";
import type { ConfigurationFile } from "../../../../services/traffic-controller/configuration/file";
import { shippedSettings } from "../../../../services/traffic-controller/settings";
import { shippedProject } from "../../../shipped-project";

const file: ConfigurationFile = {
  topology: shippedProject.topology,
  region: "us-east-1",
  prometheusUrl: "http://prometheus-regional.nephoran-global.svc:9090",
  gatewayUrl: "http://signals-gateway.nephoran-ingress.svc:8443",
  routes: { namespace: "nephoran-system", name: "global-traffic-routing" },
  lease: { namespace: "nephoran-global", name: "traffic-controller" },
  overrides: { namespace: "nephoran-global", name: "traffic-overrides" },
};
const environment = {
  POD_NAME: "traffic-controller-a",
  KUBERNETES_SERVICE_HOST: "10.96.0.1",
  KUBERNETES_SERVICE_PORT: "443",
};

type Anything = Readonly<Record<string, unknown>>;

const read = (changes: Anything = {}, variables: Anything = {}) =>
  readConfiguration({ ...environment, ...variables }, () =>
    JSON.stringify({ ...file, ...changes }),
  );

function refused(reading: () => unknown): ConfigError {
  try {
    reading();
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error("Nothing was refused.");
}

const keys = (reading: () => unknown): string[] =>
  refused(reading).problems.map((problem) => `${problem.file}: ${problem.key}`);

const PATH = "/etc/traffic-controller/config.json";

describe("the configuration of a traffic controller", () => {
  it("has the shipped settings where the file and the environment say nothing", () => {
    expect(read()).to.deep.equal({
      ...file,
      mode: "active",
      settings: shippedSettings,
      probe: { intervalMs: 1_000, timeoutMs: 900 },
      certificates: [],
      identity: "traffic-controller-a",
      httpPort: 8080,
      logLevel: "info",
      kubernetes: {
        server: "https://10.96.0.1:443",
        credentialsFolder: "/var/run/secrets/kubernetes.io/serviceaccount",
      },
    });
  });

  it("is in the file that the environment names, and else in its usual place", () => {
    const asked: string[] = [];
    const readFile = (path: string): string => {
      asked.push(path);
      return JSON.stringify(file);
    };
    readConfiguration(environment, readFile);
    readConfiguration({ ...environment, CONFIG_FILE: "/tmp/other.json" }, readFile);
    expect(asked).to.deep.equal([PATH, "/tmp/other.json"]);
  });

  it("finds the API server by what a pod knows, or where it is told", () => {
    const server = (variables: Anything): string => read({}, variables).kubernetes.server;
    expect(
      server({ KUBERNETES_SERVICE_HOST: "fd00::1", KUBERNETES_SERVICE_PORT: "6443" }),
    ).to.equal("https://[fd00::1]:6443");
    const elsewhere = {
      KUBERNETES_SERVER: "https://127.0.0.1:26400",
      CREDENTIALS_FOLDER: "/tmp/a",
    };
    expect(read({}, elsewhere).kubernetes).to.deep.equal({
      server: "https://127.0.0.1:26400",
      credentialsFolder: "/tmp/a",
    });
  });

  it("is what it is told: thresholds, mode, certificates, state store, port", () => {
    const certificates = [{ name: "mesh-ca", notAfter: "2027-01-31T00:00:00.000Z" }];
    const failoverEvents = {
      host: "cockroachdb-public.nephoran-global.svc",
      port: 26257,
      database: "nephoran",
      user: "nephoran_traffic",
      certsDir: "/cockroach/cockroach-certs",
    };
    const settings = { assignment: { strategy: "latency" }, success: { enterBelowRatio: 0.9 } };
    const told = read(
      { mode: "shadow", certificates, failoverEvents, settings },
      { HTTP_PORT: "9000", LOG_LEVEL: "debug" },
    );
    expect(told).to.deep.include({
      mode: "shadow",
      failoverEvents,
      certificates: [{ name: "mesh-ca", notAfter: new Date("2027-01-31T00:00:00.000Z") }],
      httpPort: 9000,
      logLevel: "debug",
    });
    expect(told.settings).to.deep.equal({
      ...shippedSettings,
      assignment: { ...shippedSettings.assignment, strategy: "latency" },
      success: { ...shippedSettings.success, enterBelowRatio: 0.9 },
    });
  });

  it("is refused with everything that is wrong in it at once", () => {
    const error = refused(() =>
      read(
        {
          mode: "passive",
          prometheusUrl: "https://prometheus:9090/query",
          settings: { shift: { maxStepPoints: 1, minStepPoints: 2 }, probess: {} },
          probe: { timeoutMs: 2_000 },
          lease: { namespace: "nephoran-global" },
        },
        {
          POD_NAME: undefined,
          KUBERNETES_SERVICE_HOST: undefined,
          HTTP_PORT: "80a",
          LOG_LEVEL: "loud",
        },
      ),
    );
    expect(error.problems.map((problem) => `${problem.file}: ${problem.key}`)).to.have.members([
      "the environment: POD_NAME",
      "the environment: KUBERNETES_SERVER",
      "the environment: HTTP_PORT",
      "the environment: LOG_LEVEL",
      `${PATH}: mode`,
      `${PATH}: prometheusUrl`,
      `${PATH}: settings.shift.minStepPoints`,
      `${PATH}: settings.probess`,
      `${PATH}: probe.timeoutMs`,
      `${PATH}: lease.name`,
    ]);
    expect(error.message)
      .to.contain("The configuration has 10 problems; the traffic controller did not start.")
      .and.to.contain('mode is "passive"\n    allowed: one of active, shadow')
      .and.to.contain("allowed: at most maxStepPoints");
  });

  it("is refused if its topology contradicts itself, or has no such region", () => {
    const regions = file.topology.regions.map((region) => ({ ...region, role: "edge" }));
    const topology = { ...file.topology, regions };
    expect(keys(() => read({ topology, region: "mars-1" }))).to.deep.equal([
      `${PATH}: topology.regions[].role`,
      `${PATH}: region`,
    ]);
  });

  it("takes thresholds from one place alone", () => {
    const topology = { ...file.topology, routing: shippedSettings };
    expect(keys(() => read({ topology }))).to.deep.equal([`${PATH}: topology.routing`]);
  });

  it("is refused without a file, and with one that is no JSON, by the file's name", () => {
    const missing = (): never => {
      throw Object.assign(new Error("no such file"), { code: "ENOENT" });
    };
    const without = refused(() => readConfiguration(environment, missing));
    expect(without.message).to.contain(`${PATH}: the file is ENOENT`).and.to.contain("CONFIG_FILE");
    expect(
      keys(() => readConfiguration({ KUBERNETES_SERVICE_HOST: "10.96.0.1" }, () => "{")),
    ).to.deep.equal(["the environment: POD_NAME", `${PATH}: the file`]);
  });
});
