import { expect } from "chai";
import fc from "fast-check";
import { intentsInFlight } from "../../config/derived";
import { ConfigError } from "../../config/problems";
import { parseProgramConfig } from "../../config/program-config";
import { shippedProject } from "../shipped-project";
import { configProblems } from "./config-problems";

const { topology } = shippedProject;

const parse = (stack: string, settings: Record<string, unknown> = {}) =>
  parseProgramConfig({ stack, topology, settings });

const messageOf = (run: () => unknown): string => new ConfigError(configProblems(run)).message;

describe("the configuration of a region's stack", () => {
  it("has the documented defaults when the stack file says nothing", () => {
    expect(parse("us-west-2", { VERSION: "1.4.2" })).to.deep.equal({
      topology,
      region: topology.regions.find(({ name }) => name === "us-west-2"),
      release: { registry: "docker.io", version: "1.4.2", pullSecrets: [] },
      limits: {
        maxConcurrentIntents: 50,
        maxDeploymentsPerMinute: 50,
        maxLlmRequestsPerSecond: 10,
      },
      complianceMode: "standard",
      dataResidency: false,
      llmReplicas: { minimum: 3, maximum: 6 },
      models: { inference: { gpus: 0 } },
      weaviate: { version: "1.36.2", replicas: 3, storageSize: "100Gi" },
      oauth2: {
        issuer: "https://auth.us-west-2.nephoran.io",
        audience: "nephoran-us-west-2",
        jwksUri: null,
        jwks: null,
        clientId: "nephoran-us-west-2",
        cidrs: [],
      },
      istio: {
        mode: "install",
        charts: {
          repository: "https://istio-release.storage.googleapis.com/charts",
          version: "1.31.0",
        },
        hub: "docker.io/istio",
        version: "1.31.0",
      },
      gateway: {
        certificate: { secretName: "nephoran-public-certificate", from: "somebody else" },
        externalDns: false,
        annotations: {},
      },
      cockroachdb: {
        mode: "install",
        version: "v25.4.2",
        storage: { storageSize: "100Gi" },
        cpu: 4,
        memory: "16Gi",
      },
      stateSynchronizer: { enabled: false },
      trafficController: { enabled: true, mode: "active" },
      prometheus: { mode: "install", retentionDays: 15, storage: { storageSize: "50Gi" } },
      prometheusVersion: "v3.9.1",
      kubeStateMetricsVersion: "v2.17.0",
      nodeCidrs: ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"],
      globalMonitoring: {
        retentionDays: 90,
        storage: { storageSize: "100Gi" },
        alertmanagerVersion: "v0.28.1",
        grafanaVersion: "12.3.0",
      },
      secretsGeneration: 1,
      kubeApiCidrs: ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"],
      protectStorage: true,
      cluster: { context: "us-west-2" },
    });
  });

  it("takes the latest image by default, once that is allowed by name", () => {
    expect(parse("us-west-2", { allow: ["latest-image"] }).release.version).to.equal("latest");
    expect(messageOf(() => parse("us-west-2"))).to.contain("add latest-image to nephoran:allow");
  });

  it("takes numbers as the engine gives them, as text", () => {
    const config = parse("us-east-1", {
      VERSION: "1.4.2",
      LLM_REPLICAS: "5",
      MAX_CONCURRENT_INTENTS: "12",
      allow: ["capacity-mismatch"],
    });
    expect(config.llmReplicas).to.deep.equal({ minimum: 5, maximum: 10 });
    expect(config.limits.maxConcurrentIntents).to.equal(12);
  });

  it("calls a region what the stack file calls it, for people only", () => {
    const { region } = parse("us-east-1", { VERSION: "1.4.2", REGION_NAME: "Virginia" });
    expect([region.name, region.displayName]).to.deep.equal(["us-east-1", "Virginia"]);
  });

  it("keeps what is public under the topology's domain", () => {
    const elsewhere = { ...topology, domain: "example.com" };
    const raw = { stack: "us-east-1", topology: elsewhere, settings: { VERSION: "1.4.2" } };
    expect(parseProgramConfig(raw).oauth2.issuer).to.equal("https://auth.us-east-1.example.com");
  });

  it("lists every problem of the stack file at once", () => {
    const message = messageOf(() =>
      parse("eu-west-1", { LLM_REPLICAS: "many", REGISTRY: "https://docker.io", LLM_REPLICS: "3" }),
    );
    expect(message).to.contain("3 problems; nothing was deployed");
    expect(message).to.contain('Pulumi.eu-west-1.yaml: nephoran:LLM_REPLICAS is "many"');
    expect(message).to.contain('nephoran:REGISTRY is "https://docker.io"');
    expect(message).to.contain("nephoran:LLM_REPLICS is not a known key");
  });

  it("refuses a stack that no region is named after, and names the regions", () => {
    const message = messageOf(() => parse("mars-1"));
    expect(message).to.contain('Pulumi.mars-1.yaml: the stack\'s name is "mars-1"');
    expect(message).to.contain("us-east-1, eu-west-1, ap-southeast-1, us-west-2");
  });

  it("refuses a REGION that is another stack's", () => {
    expect(messageOf(() => parse("us-east-1", { REGION: "eu-west-1" }))).to.contain(
      'nephoran:REGION is "eu-west-1"\n    allowed: us-east-1',
    );
  });

  it("derives the intents in flight from the capacity, growing with it and never none", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), (capacity) => {
        expect(intentsInFlight(capacity)).to.be.at.least(1);
        expect(intentsInFlight(capacity + 10)).to.be.at.least(intentsInFlight(capacity));
      }),
    );
  });
});
