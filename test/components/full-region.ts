import { parseProgramConfig, type ProgramConfig } from "../../config/program-config";
import { SecretText } from "../../config/secret-text";
import { topologyWith } from "../config/home-region";

/** Settings by which a region has every part that there is. */
const everything = {
  VERSION: "1.4.2",
  EDGE_ENABLED: true,
  inferenceGpus: 1,
  llmProvider: { url: "https://llm.example.com/v1", cidrs: ["192.0.2.0/24"] },
  llmProviderApiKey: new SecretText("given: llm-provider-api-key"),
  weaviateBackup: {
    bucket: "nephoran-backups",
    cidrs: ["198.51.100.0/24"],
    credentials: { cidrs: ["198.18.0.0/24"] },
  },
  oauth2: { cidrs: ["203.0.113.0/24"] },
  cockroachdbBackup: {
    bucket: "nephoran-database-backups",
    cidrs: ["198.19.1.0/24"],
    credentials: { cidrs: ["198.18.1.0/24"] },
  },
  cockroachdbLicense: new SecretText("given: cockroachdb-license"),
  globalMonitoring: { alertCidrs: ["198.19.0.0/24"] },
  alertWebhookUrl: new SecretText("given: alert-webhook-url"),
  imagePullSecrets: ["registry"],
  dnsCidrs: ["169.254.20.10/32"],
};

/** The region `home` with every part that there is. Settings change it; `undefined` leaves one out. */
export function fullRegion(settings: Readonly<Record<string, unknown>> = {}): ProgramConfig {
  const all = Object.entries<unknown>({ ...everything, ...settings });
  return parseProgramConfig({
    stack: "home",
    topology: topologyWith({ features: ["ml-training"] }),
    settings: Object.fromEntries(all.filter(([, value]) => value !== undefined)),
  });
}
