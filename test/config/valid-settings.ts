import fc from "fast-check";
import { complianceModes, exceptions, type RegionSettings } from "../../config/region-settings";
import { SecretText } from "../../config/secret-text";
import { features } from "../../config/topology";
import { clientIdentity, identityGroups, pem } from "./identity-cases";

/** What other settings and the topology are likely to agree with, so that much is accepted. */
const mostly = <T, U>(value: T, others: fc.Arbitrary<U>): fc.Arbitrary<T | U> =>
  fc.oneof({ weight: 9, arbitrary: fc.constant(value) }, { weight: 1, arbitrary: others });

/** A whole number as a stack file has it, or as the engine gives it. */
const wholeNumber = (min: number, max: number): fc.Arbitrary<number | string> =>
  fc.integer({ min, max }).chain((value) => fc.constantFrom(value, String(value)));

const flag = fc.constantFrom(true, false, "true", "false");
const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,20}[a-z0-9]$/);
const tag = fc.oneof(fc.stringMatching(/^\w[\w.-]{0,20}$/), fc.constantFrom("latest", "1.10"));
const zone = mostly("eu", fc.constant("us"));
const cidr = fc.oneof(
  fc
    .tuple(fc.ipV4(), fc.integer({ min: 1, max: 32 }))
    .map(([address, bits]) => `${address}/${bits}`),
  fc.constantFrom("2001:db8::/32", "fd00::/8"),
);
const cidrs = fc.array(cidr, { minLength: 1, maxLength: 3 });
const secret = fc.string({ minLength: 1 }).map((text) => new SecretText(text));
const text = fc.string({ minLength: 1 });

/** Values that each setting takes by itself, whatever the others are. */
const values = {
  REGION: mostly("home", fc.constant("away")),
  REGION_NAME: text,
  VERSION: tag,
  REGISTRY: fc.constantFrom("docker.io", "registry.example.com:5000/team", "localhost:5000"),
  MAX_CONCURRENT_INTENTS: mostly(100, wholeNumber(1, 1e6)),
  MAX_DEPLOYMENTS_PER_MINUTE: wholeNumber(1, 1e6),
  MAX_LLM_RPS: wholeNumber(1, 1e6),
  EDGE_ENABLED: flag,
  LOCAL_ML_ENABLED: flag,
  DATA_RESIDENCY: flag,
  COMPLIANCE_MODE: fc.constantFrom(...complianceModes),
  LLM_REPLICAS: wholeNumber(2, 100),
  WEAVIATE_REPLICAS: wholeNumber(3, 100),
  WEAVIATE_STORAGE_SIZE: fc.stringMatching(/^[1-9]\d{0,3}(Ki|Mi|Gi|Ti|Pi)$/),
  weaviateStorageClass: name,
  weaviateVersion: tag,
  weaviateBackup: fc.record(
    {
      bucket: fc.constantFrom("backups", "nephoran-backups"),
      cidrs,
      endpoint: fc.constant("minio.example.com"),
      region: mostly("bucket-region", fc.constant("home")),
      credentials: fc.record(
        { cidrs, port: fc.integer({ min: 1, max: 65_535 }) },
        { requiredKeys: ["cidrs"] },
      ),
      residencyZone: zone,
      schedule: fc.constantFrom("0 3 * * *", "*/15 0-5 1,15 * 1-5"),
      serviceAccountAnnotations: fc.dictionary(name, text),
    },
    { requiredKeys: ["bucket", "cidrs"] },
  ),
  llmProvider: fc.record(
    { url: fc.webUrl({ validSchemes: ["https"] }), cidrs, residencyZone: zone },
    { requiredKeys: ["url", "cidrs"] },
  ),
  llmProviderApiKey: secret,
  inferenceGpus: wholeNumber(0, 16),
  oauth2: fc.record(
    {
      clientId: text,
      cidrs,
      residencyZone: zone,
    },
    { requiredKeys: [] },
  ),
  oauth2ClientSecret: secret,
  secretsGeneration: wholeNumber(1, 1000),
  localBreakoutCidrs: cidrs,
  imagePullSecrets: fc.array(name, { maxLength: 2 }),
  dnsCidrs: cidrs,
  kubeApiCidrs: cidrs,
  istio: fc.record(
    {
      mode: fc.constantFrom("install", "existing"),
      repository: fc.constantFrom("https://charts.example.com", "oci://registry.example.com/istio"),
      version: fc.constantFrom("1.31.0", "1.32.0-rc.1"),
      charts: fc.constant("/opt/charts"),
      hub: fc.constant("registry.example.com/istio"),
    },
    { requiredKeys: [] },
  ),
  gateway: fc.record(
    { externalDns: fc.boolean(), annotations: fc.dictionary(name, text), peerCidrs: cidrs },
    { requiredKeys: [] },
  ),
  publicCertificate: fc.record(
    { secretName: name, clusterIssuer: mostly(undefined, name) },
    { requiredKeys: ["secretName"] },
  ),
  meshCaCertificate: fc.constant(pem),
  meshCaKey: secret,
  trustRoots: fc.constant(pem + pem),
  cockroachCa: fc.constant(pem),
  cockroachNodeCertificate: fc.constant(pem),
  cockroachNodeKey: secret,
  cockroachRootCertificate: fc.constant(pem),
  cockroachRootKey: secret,
  cockroachClientCertificates: fc.constant(pem),
  cockroachClientKeys: secret,
  publicCertificatePem: fc.constant(pem),
  publicCertificateKey: secret,
  cockroachdb: fc.record(
    {
      mode: mostly("install", fc.constant("existing")),
      host: mostly(undefined, fc.constant("cockroachdb.database.svc")),
      version: tag,
      storageSize: fc.constant("200Gi"),
      storageClass: name,
      cpu: fc.integer({ min: 1, max: 64 }),
      memory: fc.constantFrom("8Gi", "32Gi"),
    },
    { requiredKeys: ["mode", "host"] },
  ),
  cockroachdbBackup: fc.record(
    {
      bucket: fc.constantFrom("backups", "nephoran-backups"),
      cidrs,
      region: mostly("bucket-region", fc.constant("home")),
      residencyZone: zone,
      full: fc.constant("0 3 * * *"),
      incremental: fc.constant("*/15 * * * *"),
    },
    { requiredKeys: ["bucket", "cidrs"] },
  ),
  cockroachdbLicense: secret,
  stateSynchronizer: fc.record({ enabled: fc.boolean() }, { requiredKeys: [] }),
  trafficController: fc.record(
    { enabled: fc.boolean(), mode: fc.constantFrom("active", "shadow") },
    { requiredKeys: [] },
  ),
  prometheus: fc.record(
    {
      mode: mostly("install", fc.constant("existing")),
      url: mostly(undefined, fc.constant("http://prometheus.monitoring.svc:9090")),
      version: tag,
      retentionDays: fc.integer({ min: 1, max: 3650 }),
      storageSize: fc.constant("200Gi"),
      storageClass: name,
    },
    { requiredKeys: ["mode", "url"] },
  ),
  globalMonitoring: fc.record(
    {
      retentionDays: fc.integer({ min: 1, max: 3650 }),
      storageSize: fc.constant("200Gi"),
      storageClass: name,
      alertmanagerVersion: tag,
      grafanaVersion: tag,
      alertCidrs: cidrs,
    },
    { requiredKeys: ["alertCidrs"] },
  ),
  alertWebhookUrl: secret,
  kubeStateMetricsVersion: tag,
  nodeCidrs: cidrs,
  protectStorage: flag,
  allow: mostly([...exceptions], fc.subarray([...exceptions])),
  kubeContext: text,
  kubeconfig: fc.stringMatching(/^[^{}\n]+$/),
} satisfies Record<keyof RegionSettings, fc.Arbitrary<unknown>>;

/** Any combination of settings, each of which is taken by itself; identities mostly whole. */
export const validSettings: fc.Arbitrary<Record<string, unknown>> = fc
  .tuple(fc.record(values, { requiredKeys: [] }), mostly(true, fc.constant(false)))
  .map(([settings, wholeIdentities]) => (wholeIdentities ? withoutHalves(settings) : settings));

function withoutHalves(settings: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const halves = identityGroups
    .map((group) => Object.keys(group))
    .filter((keys) => keys.some((key) => settings[key] === undefined))
    .flat();
  // Users are nobody's without their state store.
  if (halves.includes("cockroachCa")) halves.push(...Object.keys(clientIdentity));
  return Object.fromEntries(Object.entries(settings).filter(([key]) => !halves.includes(key)));
}

/** Settings with values that may be anything, of keys that may be misspelt. */
export const anySettings: fc.Arbitrary<Record<string, unknown>> = fc.dictionary(
  fc.oneof(fc.constantFrom(...Object.keys(values)), fc.string()),
  fc.oneof(fc.jsonValue(), secret, fc.constantFrom("", " ", "0", "1e3", "0x10", "-1", "NaN")),
  // Like a file that was parsed, unlike an object that inherits nothing.
  { noNullPrototype: true },
);

/** What of a region's entry in the topology settings are held against. */
export const regionEntry: fc.Arbitrary<Record<string, unknown>> = fc.record(
  {
    residencyZone: fc.constant("eu"),
    features: mostly([], fc.subarray([...features])),
    capacityIntentsPerMinute: mostly(1000, fc.integer({ min: 1, max: 1e6 })),
  },
  { requiredKeys: [] },
);
