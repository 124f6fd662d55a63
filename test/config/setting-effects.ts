import type { RegionSettings } from "../../config/region-settings";
import { SecretText } from "../../config/secret-text";
import { meshSettingEffects } from "./mesh-setting-effects";
import { monitoringSettingEffects } from "./monitoring-setting-effects";
import {
  stateAccounts,
  stateSettingEffects,
  stateStoreImages,
  synchronizerImages,
} from "./state-setting-effects";
import { controllerImages, trafficSettingEffects } from "./traffic-setting-effects";

type Settings = Readonly<Partial<Record<keyof RegionSettings, unknown>>>;

/** What one setting changes in a region that has a model of its own and trains others. */
export interface SettingEffect {
  /** Something else than the default. */
  readonly value: unknown;
  /**
   * Both settings as they really are, where more has to be right than their form; made when the test
   * runs, since keys are. They go before `given` and `value`. @default none
   */
  readonly issued?: () => Promise<{ readonly before: Settings; readonly after: Settings }>;
  /** What has to be set besides, before and after alike. @default nothing */
  readonly given?: Settings;
  /** The zone that the topology puts the region into, before and after alike. @default none */
  readonly residencyZone?: "eu";
  /** Every change, as `changes` tells them; none: the test says what it does instead. */
  readonly changes: readonly string[];
}

const podTemplate = "spec.template.spec";
const checksum = (of: "settings" | "secrets"): string =>
  `spec.template.metadata.annotations.nephoran.io/${of}-checksum`;

/** Variables of llm-processor-regional, which restarts to read them. */
const processorSettings = (...variables: string[]): string[] => [
  ...variables.map((variable) => `ConfigMap nephoran-regional-config: data.${variable}`),
  `Deployment llm-processor-regional: ${checksum("settings")}`,
];
const processorSecrets = (...files: string[]): string[] => [
  ...files.map((file) => `Secret llm-processor-regional-secrets: stringData.${file}`),
  `Deployment llm-processor-regional: ${checksum("secrets")}`,
];

const processors = ["llm-processor", "llm-processor-regional", "llm-inference"];
const claims = ["data-weaviate-0", "data-weaviate-1", "data-weaviate-2"];

/** Images of what watches the region, and, as its role asks for it, all regions. */
const monitoringImages = [
  "Deployment nephoran-global/grafana",
  "Deployment nephoran-global/kube-state-metrics",
  "StatefulSet nephoran-global/alertmanager",
  "StatefulSet nephoran-global/prometheus-regional",
  "StatefulSet nephoran-global/prometheus-global",
].map((workload) => `${workload}: ${podTemplate}.containers[0].image`);

const images = [
  "CronJob ml-training: spec.jobTemplate.spec.template.spec.containers[0].image",
  ...processors.map((name) => `Deployment ${name}: ${podTemplate}.containers[0].image`),
];

const llmProvider = { url: "https://llm.example.com/v1", cidrs: ["192.0.2.0/24"] };
const weaviateBackup = {
  bucket: "backups",
  cidrs: ["198.51.100.0/24"],
  credentials: { cidrs: ["169.254.170.23/32"], port: 80 },
  serviceAccountAnnotations: { "example.com/role": "backup" },
};

/** A policy that every namespace has, as changes name it. */
const inEachNamespace = (policy: string): string[] => [
  policy,
  ...["istio-system", "nephoran-global", "nephoran-ingress"].map((name) => `${name}/${policy}`),
];

/** A policy that had all private networks, and has one. */
const narrowed = (policy: string, peers: string): string[] =>
  ["[0].ipBlock.cidr", "[1]", "[2]"].map((change) => `NetworkPolicy ${policy}: ${peers}${change}`);

/** Each setting once. */
export const settingEffects = {
  REGION: { value: "home", changes: [] },
  REGION_NAME: {
    value: "Home",
    changes: [...processorSettings("REGION_NAME"), "output: displayName"],
  },
  VERSION: {
    value: "1.4.3",
    changes: [...images, ...synchronizerImages, ...controllerImages, "output: versions.nephoran"],
  },
  REGISTRY: {
    value: "registry.example.com/team",
    given: { weaviateBackup },
    changes: [
      ...images,
      ...monitoringImages,
      ...synchronizerImages,
      ...controllerImages,
      ...stateStoreImages,
      "CronJob weaviate-backup: spec.jobTemplate.spec.template.spec.containers[0].image",
      `StatefulSet weaviate: ${podTemplate}.containers[0].image`,
    ],
  },
  MAX_CONCURRENT_INTENTS: {
    value: 40,
    given: { allow: ["capacity-mismatch"] },
    changes: [
      ...processorSettings("MAX_CONCURRENT_INTENTS"),
      // Utilisation is a share of it.
      "ConfigMap nephoran-global/prometheus-regional-rules: data.region.yaml",
      `StatefulSet nephoran-global/prometheus-regional: ${checksum("settings")}`,
      "output: limits.maxConcurrentIntents",
    ],
  },
  MAX_DEPLOYMENTS_PER_MINUTE: {
    value: 20,
    changes: [
      ...processorSettings("MAX_DEPLOYMENTS_PER_MINUTE"),
      "output: limits.maxDeploymentsPerMinute",
    ],
  },
  MAX_LLM_RPS: {
    value: 5,
    changes: [...processorSettings("MAX_LLM_RPS"), "output: limits.maxLlmRequestsPerSecond"],
  },
  EDGE_ENABLED: {
    value: true,
    changes: [
      ...processorSettings("EDGE_ENABLED"),
      ...processors.flatMap((name) => [
        `Deployment ${name}: ${podTemplate}.affinity.nodeAffinity`,
        `Deployment ${name}: ${podTemplate}.priorityClassName`,
        `Deployment ${name}: ${podTemplate}.tolerations`,
        `Service ${name}: spec.trafficDistribution`,
      ]),
      "NetworkPolicy llm-processor-regional-to-o-ran: added",
      "PriorityClass nephoran-low-latency: added",
      "ServiceEntry llm-processor-regional-to-o-ran: added",
    ],
  },
  LOCAL_ML_ENABLED: {
    value: false,
    given: { llmProvider },
    changes: [
      ...processorSettings("LOCAL_ML_ENABLED", "REGIONAL_MODEL_ENDPOINT"),
      "AuthorizationPolicy llm-inference: removed",
      "ConfigMap llm-inference: removed",
      "Deployment llm-inference: removed",
      "HorizontalPodAutoscaler llm-inference: removed",
      "NetworkPolicy llm-inference-from-llm-processor-regional: removed",
      "NetworkPolicy llm-inference-from-prometheus-regional: removed",
      "NetworkPolicy nephoran-global/prometheus-regional-to-llm-inference: removed",
      "NetworkPolicy llm-processor-regional-to-llm-inference: removed",
      "PodDisruptionBudget llm-inference: removed",
      "Service llm-inference: removed",
      "ServiceAccount llm-inference: removed",
      "output: endpoints.llmInference",
    ],
  },
  DATA_RESIDENCY: { value: true, residencyZone: "eu", changes: [] },
  COMPLIANCE_MODE: {
    value: "gdpr",
    residencyZone: "eu",
    changes: [
      ...processorSettings("COMPLIANCE_MODE"),
      ...["istio-system", "nephoran-global", "nephoran-ingress", "nephoran-system"].map(
        (name) => `Namespace ${name}: metadata.labels.nephoran.io/compliance-mode`,
      ),
      "output: complianceMode",
    ],
  },
  LLM_REPLICAS: {
    value: 5,
    changes: [
      "HorizontalPodAutoscaler llm-processor-regional: spec.maxReplicas",
      "HorizontalPodAutoscaler llm-processor-regional: spec.minReplicas",
    ],
  },
  WEAVIATE_REPLICAS: {
    value: 5,
    changes: [
      "PersistentVolumeClaim data-weaviate-3: added",
      "PersistentVolumeClaim data-weaviate-4: added",
      "StatefulSet weaviate: spec.replicas",
    ],
  },
  // The engine is told to ignore the changed template of claims.
  WEAVIATE_STORAGE_SIZE: {
    value: "200Gi",
    changes: [
      ...claims.map((claim) => `PersistentVolumeClaim ${claim}: spec.resources.requests.storage`),
      "StatefulSet weaviate: spec.volumeClaimTemplates[0].spec.resources.requests.storage",
    ],
  },
  weaviateStorageClass: {
    value: "fast",
    changes: [
      ...claims.map((claim) => `PersistentVolumeClaim ${claim}: spec.storageClassName`),
      "StatefulSet weaviate: spec.volumeClaimTemplates[0].spec.storageClassName",
    ],
  },
  weaviateVersion: {
    value: "1.36.3",
    changes: [
      `StatefulSet weaviate: ${podTemplate}.containers[0].image`,
      "output: versions.weaviate",
    ],
  },
  weaviateBackup: {
    value: weaviateBackup,
    changes: [
      // Its identity comes before that of the trainings.
      "AuthorizationPolicy weaviate: spec.rules[2].from[0].source.principals[0]",
      "AuthorizationPolicy weaviate: spec.rules[3].from[0].source.principals[0]",
      ...[0, 1, 2, 3].map(
        (port) => `AuthorizationPolicy weaviate: spec.rules[3].to[0].operation.ports[${port}]`,
      ),
      "AuthorizationPolicy weaviate: spec.rules[4]",
      "ServiceEntry weaviate-to-backup-bucket: added",
      "ServiceEntry weaviate-to-backup-credentials: added",
      "ConfigMap weaviate-backup: added",
      "CronJob weaviate-backup: added",
      "NetworkPolicy weaviate-backup-to-weaviate: added",
      "NetworkPolicy weaviate-from-weaviate-backup: added",
      "NetworkPolicy weaviate-to-backup-bucket: added",
      "NetworkPolicy weaviate-to-backup-credentials: added",
      "ServiceAccount weaviate-backup: added",
      "ConfigMap weaviate: data.BACKUP_S3_BUCKET",
      "ConfigMap weaviate: data.BACKUP_S3_ENDPOINT",
      "ConfigMap weaviate: data.BACKUP_S3_PATH",
      "ConfigMap weaviate: data.ENABLE_MODULES",
      "ServiceAccount weaviate: metadata.annotations",
      `StatefulSet weaviate: ${checksum("settings")}`,
      `StatefulSet weaviate: ${podTemplate}.containers[0].env[2]`,
    ],
  },
  llmProvider: {
    value: llmProvider,
    changes: [
      ...processorSettings("LLM_PROVIDER_URL"),
      "NetworkPolicy llm-processor-regional-to-llm-provider: added",
      "ServiceEntry llm-processor-regional-to-llm-provider: added",
    ],
  },
  llmProviderApiKey: {
    value: new SecretText("a key"),
    given: { llmProvider },
    changes: [
      ...processorSettings("LLM_PROVIDER_API_KEY_FILE"),
      ...processorSecrets("llm-provider-api-key"),
    ],
  },
  inferenceGpus: {
    value: 1,
    changes: [
      "Deployment llm-inference: spec.strategy.rollingUpdate.maxSurge",
      "Deployment llm-inference: spec.strategy.rollingUpdate.maxUnavailable",
      ...["limits", "requests"].map(
        (bound) =>
          `Deployment llm-inference: ${podTemplate}.containers[0].resources.${bound}.nvidia.com/gpu`,
      ),
    ],
  },
  oauth2: {
    value: {
      clientId: "intents",
      cidrs: ["203.0.113.0/24"],
    },
    changes: [
      ...processorSettings("OAUTH2_CLIENT_ID"),
      "NetworkPolicy llm-processor-regional-to-oauth2-provider: added",
      "ServiceEntry llm-processor-regional-to-oauth2-provider: added",
      "output: oauth2.clientId",
    ],
  },
  oauth2ClientSecret: {
    value: new SecretText("a secret"),
    changes: [
      ...processorSecrets("oauth2-client-secret"),
      "RandomPassword regional-secrets-oauth2-client-secret: removed",
    ],
  },
  secretsGeneration: {
    value: 2,
    changes: [
      ...processorSecrets("weaviate-api-key"),
      // Nobody has to agree to them, so that the ones before are gone.
      ...["admin-password", "secret-key"].flatMap((secret) => [
        `RandomPassword grafana-${secret}-1: removed`,
        `RandomPassword grafana-${secret}-2: added`,
        `Secret nephoran-global/grafana-secrets: stringData.${secret}`,
      ]),
      `Deployment nephoran-global/grafana: ${checksum("secrets")}`,
      "RandomPassword regional-secrets-weaviate-api-key-2: added",
      "Secret weaviate-api-key: stringData.api-key",
      "Secret weaviate-server: stringData.accepted-api-keys",
      `StatefulSet weaviate: ${checksum("secrets")}`,
    ],
  },
  localBreakoutCidrs: {
    value: ["10.64.0.0/10"],
    given: { EDGE_ENABLED: true },
    changes: [
      "NetworkPolicy llm-processor-regional-to-o-ran: spec.egress[0].to[0].ipBlock.cidr",
      "ServiceEntry llm-processor-regional-to-o-ran: spec.addresses[0]",
    ],
  },
  imagePullSecrets: {
    value: ["registry"],
    given: { weaviateBackup },
    changes: [
      ...processors,
      "ml-training",
      "weaviate",
      "weaviate-backup",
      ...[
        "alertmanager",
        "grafana",
        "kube-state-metrics",
        "prometheus-global",
        "prometheus-regional",
        "traffic-controller",
        ...stateAccounts,
      ].map((name) => `nephoran-global/${name}`),
    ].map((name) => `ServiceAccount ${name}: imagePullSecrets`),
  },
  dnsCidrs: {
    value: ["169.254.20.10/32"],
    changes: inEachNamespace("allow-dns").map(
      (policy) => `NetworkPolicy ${policy}: spec.egress[0].to[1]`,
    ),
  },
  kubeApiCidrs: {
    value: ["10.0.0.1/32"],
    changes: [
      ...[
        "allow-kube-api",
        "nephoran-global/allow-kube-api",
        "istio-system/istiod-to-kube-api",
      ].flatMap((policy) => narrowed(policy, "spec.egress[0].to")),
      ...narrowed("istio-system/istiod-from-kube-api", "spec.ingress[0].from"),
    ],
  },
  ...meshSettingEffects,
  ...stateSettingEffects,
  ...trafficSettingEffects,
  ...monitoringSettingEffects,
  protectStorage: { value: false, changes: [] },
  allow: { value: ["latest-image"], changes: [] },
  kubeContext: { value: "another", changes: ["Provider home: context"] },
  kubeconfig: { value: "/tmp/kubeconfig", changes: ["Provider home: kubeconfig"] },
} satisfies Record<keyof RegionSettings, SettingEffect>;
