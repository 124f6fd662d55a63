import type { RegionOutputs } from "../../outputs/schema";

/** What a region might promise; its gateway is `NAME.example`. */
export const sampleOutputs = (name: string): RegionOutputs => ({
  schemaVersion: 1,
  name,
  displayName: name,
  role: "regional",
  priority: 1,
  features: [],
  residencyZone: null,
  complianceMode: "standard",
  capacityIntentsPerMinute: 1,
  limits: { maxConcurrentIntents: 1, maxDeploymentsPerMinute: 1, maxLlmRequestsPerSecond: 1 },
  versions: { nephoran: "1", weaviate: "1" },
  namespaces: { system: "nephoran-system", global: "nephoran-global" },
  endpoints: {
    llmProcessor: "http://front.example",
    llmProcessorRegional: "http://regional.example",
    weaviate: "http://weaviate.example",
    llmInference: null,
  },
  oauth2: {
    issuer: "https://issuer.example",
    audience: "nephoran",
    jwksUri: null,
    jwks: null,
    clientId: name,
  },
  mesh: {
    id: "nephoran",
    trustDomain: `${name}.nephoran.local`,
    network: name,
    caFingerprintSha256: null,
    caNotAfter: null,
  },
  gateway: { address: `${name}.example`, eastWestAddress: null, peersPort: 14443, hosts: [] },
});
