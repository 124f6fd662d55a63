import type { ProgramConfig } from "../../config/program-config";
import { SECRETS_DIRECTORY } from "../workload/workload";

/** Everything that llm-processor-regional is told by environment variables. */
export type ProcessorSettings = Readonly<
  Record<
    | "REGION"
    | "REGION_NAME"
    | "MAX_CONCURRENT_INTENTS"
    | "MAX_DEPLOYMENTS_PER_MINUTE"
    | "MAX_LLM_RPS"
    | "EDGE_ENABLED"
    | "LOCAL_ML_ENABLED"
    | "DATA_RESIDENCY"
    | "COMPLIANCE_MODE"
    | "WEAVIATE_URL"
    | "WEAVIATE_API_KEY_FILE"
    | "OAUTH2_ISSUER"
    | "OAUTH2_AUDIENCE"
    | "OAUTH2_CLIENT_ID"
    | "OAUTH2_CLIENT_SECRET_FILE",
    string
  > &
    Partial<
      Record<
        | "RESIDENCY_ZONE"
        | "REGIONAL_MODEL_ENDPOINT"
        | "LLM_PROVIDER_URL"
        | "LLM_PROVIDER_API_KEY_FILE",
        string
      >
    >
>;

/** Names of the files that secrets are handed over in. */
export const secretFiles = {
  weaviateApiKey: "weaviate-api-key",
  oauth2ClientSecret: "oauth2-client-secret",
  llmProviderApiKey: "llm-provider-api-key",
} as const;

/** What the processor depends on inside of its region. */
export interface ProcessorNeighbours {
  readonly weaviateUrl: string;
  /** Absent: the region has no inference of its own. */
  readonly inferenceUrl: string | undefined;
}

/** The region's configuration as the image reads it; what is absent is not set. */
export function processorSettings(
  config: Pick<
    ProgramConfig,
    "region" | "limits" | "edge" | "models" | "dataResidency" | "complianceMode" | "oauth2"
  >,
  { weaviateUrl, inferenceUrl }: ProcessorNeighbours,
): ProcessorSettings {
  const { region, limits, oauth2, models } = config;
  return {
    REGION: region.name,
    REGION_NAME: region.displayName,
    MAX_CONCURRENT_INTENTS: String(limits.maxConcurrentIntents),
    MAX_DEPLOYMENTS_PER_MINUTE: String(limits.maxDeploymentsPerMinute),
    MAX_LLM_RPS: String(limits.maxLlmRequestsPerSecond),
    EDGE_ENABLED: String(config.edge !== undefined),
    LOCAL_ML_ENABLED: String(inferenceUrl !== undefined),
    DATA_RESIDENCY: String(config.dataResidency),
    COMPLIANCE_MODE: config.complianceMode,
    WEAVIATE_URL: weaviateUrl,
    WEAVIATE_API_KEY_FILE: secretPath("weaviateApiKey"),
    OAUTH2_ISSUER: oauth2.issuer,
    OAUTH2_AUDIENCE: oauth2.audience,
    OAUTH2_CLIENT_ID: oauth2.clientId,
    OAUTH2_CLIENT_SECRET_FILE: secretPath("oauth2ClientSecret"),
    ...(region.residencyZone && { RESIDENCY_ZONE: region.residencyZone }),
    ...(inferenceUrl && { REGIONAL_MODEL_ENDPOINT: inferenceUrl }),
    ...(models.provider && { LLM_PROVIDER_URL: models.provider.url }),
    ...(models.provider?.apiKey && {
      LLM_PROVIDER_API_KEY_FILE: secretPath("llmProviderApiKey"),
    }),
  };
}

const secretPath = (secret: keyof typeof secretFiles): string =>
  `${SECRETS_DIRECTORY}/${secretFiles[secret]}`;
