import { expect } from "chai";
import { type Capture, captureAll } from "../../render/capture";
import { manifests } from "../../render/manifest";
import { shippedProject } from "../shipped-project";

/** A component of somebody else, whose objects the engine alone knows. */
const CHART = "kubernetes:helm.sh/v4:Chart";

describe("a captured region", () => {
  let captures: Capture[];

  before(async () => {
    captures = await captureAll(shippedProject);
  });

  it("gives every object an explicit name, and every component a nephoran token", () => {
    for (const { resources } of captures) {
      const components = resources.filter(({ custom }) => !custom).map(({ type }) => type);
      const unnamed = resources.filter(
        ({ type, inputs }) =>
          type.startsWith("kubernetes:") &&
          type !== CHART &&
          (inputs["metadata"] as { name?: unknown }).name === undefined,
      );
      expect(unnamed).to.deep.equal([]);
      expect(
        [...new Set(components)].filter((type) => !type.startsWith("nephoran:") && type !== CHART),
      ).to.deep.equal([]);
    }
  });

  it("sends every object through the region's own provider", () => {
    for (const { config, resources } of captures) {
      const providers = resources.filter(({ type }) => type === "pulumi:providers:kubernetes");
      expect(providers.map(({ name }) => name)).to.deep.equal([config.region.name]);
      expect(providers[0]?.inputs["clusterIdentifier"]).to.equal(config.region.name);
    }
  });

  it("labels every object with its region, and with the zone where there is one", () => {
    for (const { config, resources } of captures) {
      for (const { metadata } of manifests(resources)) {
        const { labels } = metadata as { labels?: Record<string, string> };
        expect(labels?.["nephoran.io/region"]).to.equal(config.region.name);
        expect(labels?.["nephoran.io/residency-zone"]).to.equal(config.region.residencyZone);
      }
    }
  });

  it("promises what the topology says, in plain outputs", () => {
    const europe = captures.find(({ config }) => config.region.name === "eu-west-1");
    expect(europe?.outputs).to.deep.equal({
      schemaVersion: 1,
      name: "eu-west-1",
      displayName: "EU West",
      role: "regional",
      priority: 2,
      features: ["gdpr", "regional-ml-inference"],
      residencyZone: "eu",
      complianceMode: "gdpr",
      capacityIntentsPerMinute: 800,
      limits: {
        maxConcurrentIntents: 80,
        maxDeploymentsPerMinute: 50,
        maxLlmRequestsPerSecond: 10,
      },
      versions: { nephoran: "0.1.0", weaviate: "1.36.2" },
      namespaces: { system: "nephoran-system", global: "nephoran-global" },
      endpoints: {
        llmProcessor: "http://llm-processor.nephoran-system.svc:8080",
        llmProcessorRegional: "http://llm-processor-regional.nephoran-system.svc:8080",
        weaviate: "http://weaviate.nephoran-system.svc:8080",
        llmInference: "http://llm-inference.nephoran-system.svc:8080",
      },
      oauth2: {
        issuer: "https://auth.eu-west-1.nephoran.io",
        audience: "nephoran-eu-west-1",
        jwksUri: null,
        jwks: null,
        clientId: "nephoran-eu-west-1",
      },
      mesh: {
        id: "nephoran",
        trustDomain: "eu-west-1.nephoran.local",
        network: "eu-west-1",
        caFingerprintSha256: null,
        caNotAfter: null,
      },
      gateway: {
        address: "[unknown until deployed: address of traffic-service]",
        eastWestAddress: null,
        peersPort: 14443,
        hosts: ["nephoran.io", "eu-west-1.nephoran.io", "eu.nephoran.io"],
      },
    });
  });
});
