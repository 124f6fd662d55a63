import { z } from "zod";
import { gateway, identities, istio, publicCertificate } from "./mesh-settings";
import { cidrs, llmProvider, oauth2, weaviateBackup } from "./outside-services";
import {
  alertWebhookUrl,
  globalMonitoring,
  kubeStateMetricsVersion,
  nodeCidrs,
  prometheus,
} from "./monitoring-settings";
import { imageTag, objectName, storageQuantity } from "./quantities";
import { isSecretSetting, secretSetting } from "./secret-text";

import {
  cockroachdb,
  cockroachdbBackup,
  cockroachdbLicense,
  stateSynchronizer,
} from "./state-settings";
import { trafficController } from "./traffic-settings";

/** The engine gives every value as text; nothing else is taken for a number. */
const wholeNumber = (minimum: number, maximum = Number.MAX_SAFE_INTEGER) =>
  z.preprocess(
    (value) => (typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value),
    z.int().min(minimum).max(maximum),
  );

/** The engine gives every value as text, a stack file gives a boolean. */
const flag = z.stringbool({ truthy: ["true"], falsy: ["false"] }).or(z.boolean());

const registry = /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?(\/[a-z0-9._-]+)*$/;

/** What may be allowed by name although it is refused otherwise. */
export const exceptions = ["latest-image", "capacity-mismatch"] as const;

/** What keeps the residents of a region's data protected by law, and what that asks for. */
export const complianceModes = ["standard", "gdpr"] as const;
export type ComplianceMode = (typeof complianceModes)[number];

/**
 * What a single region may set in its own stack file, under `nephoran:KEY`. Capitals are the
 * template variables that Nephoran's users know; what is new has a name in camel case.
 */
export const regionSettingsSchema = z.strictObject({
  REGION: z
    .string()
    .optional()
    .describe(
      "the name of the stack, which is the name of a region of the topology; left out: the same",
    ),
  REGION_NAME: z
    .string()
    .min(1)
    .optional()
    .describe("a name for people; left out: the displayName of the topology"),
  VERSION: imageTag
    .default("latest")
    .describe(
      "an image tag: letters, digits, dots, dashes and underscores, such as 1.4.2; in quotes where " +
        "YAML would take it for a number",
    ),
  REGISTRY: z
    .string()
    .regex(registry)
    .default("docker.io")
    .describe("a registry, with or without a path, such as docker.io or registry.example.com/team"),
  MAX_CONCURRENT_INTENTS: wholeNumber(1)
    .optional()
    .describe(
      "a whole number of intents in flight, at least 1; left out: derived from the capacity",
    ),
  MAX_DEPLOYMENTS_PER_MINUTE: wholeNumber(1)
    .default(50)
    .describe("a whole number of deployments per minute, at least 1"),
  MAX_LLM_RPS: wholeNumber(1)
    .default(10)
    .describe("a whole number of requests per second to the model, at least 1"),
  EDGE_ENABLED: flag.default(false).describe("true or false"),
  LOCAL_ML_ENABLED: flag.default(true).describe("true or false"),
  DATA_RESIDENCY: flag
    .optional()
    .describe("true or false; left out: true in a residency zone of the topology"),
  COMPLIANCE_MODE: z
    .enum(complianceModes)
    .default("standard")
    .describe(`one of ${complianceModes.join(", ")}`),
  LLM_REPLICAS: wholeNumber(2, 100)
    .default(3)
    .describe(
      "a whole number of replicas from 2 to 100: the PodDisruptionBudget lets one be evicted, and " +
        "another has to be there",
    ),
  WEAVIATE_REPLICAS: wholeNumber(3, 100)
    .default(3)
    .describe(
      "a whole number of replicas from 3 to 100: the PodDisruptionBudget lets one be evicted, and " +
        "two are a majority of three",
    ),
  WEAVIATE_STORAGE_SIZE: storageQuantity
    .default("100Gi")
    .describe("an amount of storage with a binary suffix, such as 100Gi"),

  weaviateStorageClass: objectName
    .optional()
    .describe("a StorageClass; left out: the cluster's default"),
  weaviateVersion: imageTag.default("1.36.2").describe("an image tag of Weaviate, such as 1.36.2"),
  weaviateBackup: weaviateBackup.optional(),
  llmProvider: llmProvider.optional(),
  llmProviderApiKey: secretSetting("llmProviderApiKey").optional(),
  inferenceGpus: wholeNumber(0, 16)
    .default(0)
    .describe("a whole number of GPUs for each replica of the regional inference, 0 for none"),
  oauth2,
  oauth2ClientSecret: secretSetting("oauth2ClientSecret", "one that is made at random").optional(),
  secretsGeneration: wholeNumber(1)
    .default(1)
    .describe("a whole number from 1, raised by one for each rotation and never lowered"),
  localBreakoutCidrs: cidrs
    .optional()
    .describe(
      "networks of the O-RAN functions, in CIDR notation; left out: 100.64.0.0/10, which carriers " +
        "use inside their own networks",
    ),
  imagePullSecrets: z
    .array(objectName.describe("the name of a Secret"))
    .default([])
    .describe("a list of Secrets in nephoran-system that open the registry"),
  dnsCidrs: cidrs
    .optional()
    .describe(
      "addresses of a DNS cache on the nodes, such as [169.254.20.10/32], where pods ask that instead " +
        "of the cluster's DNS",
    ),
  kubeApiCidrs: cidrs
    .default(["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"])
    .describe("networks that the API server is in, in CIDR notation; left out: all private ones"),
  istio,
  gateway,
  publicCertificate,
  ...identities,
  cockroachdb,
  cockroachdbBackup: cockroachdbBackup.optional(),
  cockroachdbLicense: cockroachdbLicense.optional(),
  stateSynchronizer,
  trafficController,
  prometheus,
  globalMonitoring,
  alertWebhookUrl: alertWebhookUrl.optional(),
  kubeStateMetricsVersion,
  nodeCidrs,
  protectStorage: flag
    .default(true)
    .describe("true or false; false lets `pulumi destroy` delete what holds data"),
  allow: z
    .array(z.enum(exceptions).describe(`one of ${exceptions.join(", ")}`))
    .default([])
    .describe(`a list of ${exceptions.join(", ")}`),
  kubeContext: z
    .string()
    .min(1)
    .optional()
    .describe("a context of the kubeconfig; left out: the name of the region"),
  kubeconfig: z
    .string()
    // The provider would take the content too, and errors would show it.
    .regex(/^[^{}\n]+$/)
    .meta({ seen: "not a path" })
    .optional()
    .describe("the path of a kubeconfig file; left out: $KUBECONFIG, then ~/.kube/config"),
});

export type RegionSettings = z.output<typeof regionSettingsSchema>;

/** Settings that are secrets: encrypted in the stack file, hidden wherever they are printed. */
export const secretSettings: ReadonlySet<string> = new Set(
  Object.entries<z.ZodType>(regionSettingsSchema.shape)
    .filter(([, schema]) => isSecretSetting(unwrapOptional(schema)))
    .map(([key]) => key),
);

function unwrapOptional(schema: z.ZodType): z.ZodType {
  return schema instanceof z.ZodOptional ? (schema.unwrap() as z.ZodType) : schema;
}
