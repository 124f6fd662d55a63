import type { RegionSettings } from "./region-settings";

/**
 * Who acts on a setting:
 * - `the region`: objects of the region are made, changed or left out for it.
 * - `llm-processor`: it is handed to llm-processor-regional, and only that image can hold itself to it.
 * - `the engine`: it decides how Pulumi deploys, not what.
 * - `the check`: it changes nothing and is only held against the rest of the configuration.
 */
export type Actor = "the region" | "llm-processor" | "the engine" | "the check";

/** What a setting is for. What may be written, and the default, are in its schema. */
export interface SettingReference {
  /** What is another in the deployed region for it, as Markdown. */
  readonly changes: string;
  readonly actedOnBy: readonly [Actor, ...Actor[]];
}

/** Every setting that a stack file may have. */
export const settingsReference = {
  REGION: {
    changes:
      "Nothing: a region goes by the name of its stack. A file that was copied from another region is refused by it.",
    actedOnBy: ["the check"],
  },
  REGION_NAME: {
    changes: "`REGION_NAME` of `llm-processor-regional`, and `displayName` in the stack's output.",
    actedOnBy: ["llm-processor"],
  },
  VERSION: {
    changes:
      "The tag of the images of `llm-processor`, `llm-processor-regional`, `llm-inference`, `ml-training`, `state-synchronizer` and `traffic-controller`; running pods are replaced one by one.",
    actedOnBy: ["the region"],
  },
  REGISTRY: {
    changes: "Where every image is pulled from, those of Weaviate and of its backup included.",
    actedOnBy: ["the region"],
  },
  MAX_CONCURRENT_INTENTS: {
    changes:
      "`MAX_CONCURRENT_INTENTS` of `llm-processor-regional`: intents that the whole region works on at the same time. Each replica is told all of it, and only the image can share it out. `prometheus-regional` computes utilisation as a share of it.",
    actedOnBy: ["the region", "llm-processor"],
  },
  MAX_DEPLOYMENTS_PER_MINUTE: {
    changes:
      "`MAX_DEPLOYMENTS_PER_MINUTE` of `llm-processor-regional`: deployments that the whole region begins per minute. Each replica is told all of it, and only the image can share it out.",
    actedOnBy: ["llm-processor"],
  },
  MAX_LLM_RPS: {
    changes:
      "`MAX_LLM_RPS` of `llm-processor-regional`: requests per second of the whole region to the model. Each replica is told all of it, and only the image can share it out.",
    actedOnBy: ["llm-processor"],
  },
  EDGE_ENABLED: {
    changes:
      "The processors and the model prefer nodes of the pool `edge`, have the PriorityClass `nephoran-low-latency` and are reached in their own zone first; the NetworkPolicy `llm-processor-regional-to-o-ran` opens the local breakout.",
    actedOnBy: ["the region", "llm-processor"],
  },
  LOCAL_ML_ENABLED: {
    changes:
      "Whether the region has the Deployment `llm-inference` with all that belongs to it, and whether `llm-processor-regional` is told its address.",
    actedOnBy: ["the region", "llm-processor"],
  },
  DATA_RESIDENCY: {
    changes:
      "Nothing by itself: it says in the stack file what the topology's `residencyZone` decides. That labels every object with the zone and tells `llm-processor-regional`.",
    actedOnBy: ["the check"],
  },
  COMPLIANCE_MODE: {
    changes:
      "The label `nephoran.io/compliance-mode` of both namespaces, and `COMPLIANCE_MODE` of `llm-processor-regional`. It changes nothing else: what `gdpr` asks for is up to the image.",
    actedOnBy: ["the region", "llm-processor"],
  },
  LLM_REPLICAS: {
    changes:
      "Bounds of the HorizontalPodAutoscaler `llm-processor-regional`: this many at rest, twice as many under load.",
    actedOnBy: ["the region"],
  },
  WEAVIATE_REPLICAS: {
    changes:
      "Replicas of the StatefulSet `weaviate`, each with a PersistentVolumeClaim `data-weaviate-N`. Those that run are not restarted.",
    actedOnBy: ["the region"],
  },
  WEAVIATE_STORAGE_SIZE: {
    changes:
      "The request of every PersistentVolumeClaim `data-weaviate-N`, which grows in place and never shrinks.",
    actedOnBy: ["the region"],
  },
  weaviateStorageClass: {
    changes:
      "The StorageClass of every PersistentVolumeClaim `data-weaviate-N` that is made from now on. It is ignored for those that exist, whose data Kubernetes does not move.",
    actedOnBy: ["the region"],
  },
  weaviateVersion: {
    changes: "The image of the StatefulSet `weaviate`.",
    actedOnBy: ["the region"],
  },
  weaviateBackup: {
    changes:
      "The CronJob `weaviate-backup` with all that belongs to it; Weaviate's replicas restart with the bucket, and the NetworkPolicy `weaviate-to-backup-bucket` lets them reach it. With `credentials` they may also reach, by `weaviate-to-backup-credentials`, whoever hands out the right to the bucket.",
    actedOnBy: ["the region"],
  },
  llmProvider: {
    changes:
      "The URL is told to `llm-processor-regional`, and the NetworkPolicy `llm-processor-regional-to-llm-provider` lets it reach the networks.",
    actedOnBy: ["the region", "llm-processor"],
  },
  llmProviderApiKey: {
    changes: "A file in the Secret `llm-processor-regional-secrets`.",
    actedOnBy: ["llm-processor"],
  },
  inferenceGpus: {
    changes:
      "`nvidia.com/gpu` that each replica of `llm-inference` asks for. With GPUs a roll-out ends a replica before it starts the next, which would find none free.",
    actedOnBy: ["the region"],
  },
  oauth2: {
    changes:
      "The client is told to `llm-processor-regional`, beside issuer and audience of the topology, and stands in the stack's output; with `cidrs` the NetworkPolicy `llm-processor-regional-to-oauth2-provider` lets it reach the issuer, which no pod can without.",
    actedOnBy: ["the region", "llm-processor"],
  },
  oauth2ClientSecret: {
    changes:
      "A file in the Secret `llm-processor-regional-secrets`, in place of the one that is made at random. `secretsGeneration` changes neither: a new value here is the way to rotate it.",
    actedOnBy: ["llm-processor"],
  },
  secretsGeneration: {
    changes:
      "A new random key to Weaviate, which goes on taking the one before, and where the global control plane is another password and another key of Grafana's; no other secret. `weaviate` restarts, then `llm-processor-regional`; `grafana` does by itself. Raise it by one and let one `up` finish before the next: a client that is two generations behind is refused. Never lower it.",
    actedOnBy: ["the region", "llm-processor"],
  },
  localBreakoutCidrs: {
    changes: "What the NetworkPolicy `llm-processor-regional-to-o-ran` opens.",
    actedOnBy: ["the region"],
  },
  imagePullSecrets: {
    changes:
      "`imagePullSecrets` of every ServiceAccount. The Secrets themselves are yours to make, in `nephoran-system`.",
    actedOnBy: ["the region"],
  },
  dnsCidrs: {
    changes:
      "What the NetworkPolicy `allow-dns` opens besides the cluster's DNS, on port 53 and in both namespaces.",
    actedOnBy: ["the region"],
  },
  kubeApiCidrs: {
    changes:
      "What the NetworkPolicy `allow-kube-api` opens to pods that ask for it by label, in both namespaces.",
    actedOnBy: ["the region"],
  },
  istio: {
    changes:
      "Which Istio the region runs: its charts and images, or with `mode: existing` none but the gateways'.",
    actedOnBy: ["the region"],
  },
  gateway: {
    changes:
      "Annotations of the Service `nephoran-gateway`, by which ExternalDNS publishes the region's hosts and the cloud makes its load balancer; and the networks that the NetworkPolicy `nephoran-gateway-from-peers` lets the other regions come from.",
    actedOnBy: ["the region"],
  },
  publicCertificate: {
    changes:
      "The Secret that the gateway shows to the world, and with `clusterIssuer` the Certificate that asks cert-manager for it.",
    actedOnBy: ["the region"],
  },
  meshCaCertificate: {
    changes: "The CA of the region's mesh, in the Secret `cacerts`.",
    actedOnBy: ["the region"],
  },
  meshCaKey: { changes: "The CA's key, in the Secret `cacerts`.", actedOnBy: ["the region"] },
  trustRoots: {
    changes:
      "The roots that the region's mesh believes: in the Secret `cacerts` and in istiod's configuration.",
    actedOnBy: ["the region"],
  },
  cockroachCa: {
    changes:
      "Who the state store believes, in the Secret `cockroachdb-node` and in `cockroachdb-client-USER` of every user; and by whom Prometheus knows its nodes, whose pods start anew for it.",
    actedOnBy: ["the region"],
  },
  cockroachNodeCertificate: {
    changes: "What the region's nodes of the state store show, in the Secret `cockroachdb-node`.",
    actedOnBy: ["the region"],
  },
  cockroachNodeKey: {
    changes: "The nodes' key, in the Secret `cockroachdb-node`.",
    actedOnBy: ["the region"],
  },
  cockroachRootCertificate: {
    changes: "What the state store's administrator shows, in the Secret `cockroachdb-client-root`.",
    actedOnBy: ["the region"],
  },
  cockroachRootKey: {
    changes: "The administrator's key, in the Secret `cockroachdb-client-root`.",
    actedOnBy: ["the region"],
  },
  cockroachClientCertificates: {
    changes:
      "What users of the state store besides `root` show, each in a Secret `cockroachdb-client-USER` with its key; underscores of the name become dashes.",
    actedOnBy: ["the region"],
  },
  cockroachClientKeys: {
    changes: "The users' keys, each beside the certificate that it belongs to.",
    actedOnBy: ["the region"],
  },
  publicCertificatePem: {
    changes: "The certificate in the Secret that `publicCertificate.secretName` names.",
    actedOnBy: ["the region"],
  },
  publicCertificateKey: {
    changes: "The key in the Secret that `publicCertificate.secretName` names.",
    actedOnBy: ["the region"],
  },
  cockroachdb: {
    changes:
      "The StatefulSet `cockroachdb` in `nephoran-global`: its image, its claims `data-cockroachdb-N`, and what each node may use, of which a quarter is its cache and a quarter for SQL. With `mode: existing` there is none, and databases, tables and roles are made at `host`.",
    actedOnBy: ["the region"],
  },
  cockroachdbBackup: {
    changes:
      "Schedules in the state store: one for the database `nephoran` in the primary, and one for a zone's database in the first region of the zone; and the NetworkPolicies that let the nodes reach the bucket.",
    actedOnBy: ["the region"],
  },
  cockroachdbLicense: {
    changes:
      "The Secret `cockroachdb-license`, which the Job `cockroachdb-regions` of the primary hands to the cluster. It is one for all regions, so only the primary's counts.",
    actedOnBy: ["the region"],
  },
  stateSynchronizer: {
    changes:
      "Replicas of the Deployment `state-synchronizer`, whether the CronJob `global-state-synchronizer` is suspended, and whether Prometheus is admitted to their pods. Both are there anyway.",
    actedOnBy: ["the region"],
  },
  trafficController: {
    changes:
      "Replicas of the Deployment `traffic-controller`, and `mode` in its configuration. Without it the region's entry goes on with the weights that were written last, and nobody takes a failed region out of them.",
    actedOnBy: ["the region"],
  },
  prometheus: {
    changes:
      "The StatefulSet `prometheus-regional` in `nephoran-global`: its image, its retention and its claims. With `mode: existing` there is none, and the Services `prometheus-regional` lead to `url`, as `prometheus` does where no global control plane is.",
    actedOnBy: ["the region"],
  },
  globalMonitoring: {
    changes:
      "Where the global control plane is: retention and claims of the StatefulSet `prometheus-global`, the images of Alertmanager and Grafana, and the networks that Alertmanager may send to.",
    actedOnBy: ["the region"],
  },
  alertWebhookUrl: {
    changes:
      "A file in the Secret `alertmanager-secrets` of the global control plane, which every alert is sent to.",
    actedOnBy: ["the region"],
  },
  kubeStateMetricsVersion: {
    changes: "The image of the Deployment `kube-state-metrics` in `nephoran-global`.",
    actedOnBy: ["the region"],
  },
  nodeCidrs: {
    changes: "What the NetworkPolicy `prometheus-regional-to-kubelets` opens.",
    actedOnBy: ["the region"],
  },
  protectStorage: {
    changes:
      "Whether Pulumi refuses to delete the PersistentVolumeClaims, the namespaces around them and the definition of `networkintents.nephoran.com`.",
    actedOnBy: ["the engine"],
  },
  allow: {
    changes:
      "Nothing: `latest-image` lets `VERSION` be `latest`, `capacity-mismatch` lets `MAX_CONCURRENT_INTENTS` contradict the topology.",
    actedOnBy: ["the check"],
  },
  kubeContext: {
    changes: "The context of the kubeconfig that Pulumi's Kubernetes provider deploys by.",
    actedOnBy: ["the engine"],
  },
  kubeconfig: {
    changes: "The kubeconfig that Pulumi's Kubernetes provider deploys by.",
    actedOnBy: ["the engine"],
  },
} as const satisfies Record<keyof RegionSettings, SettingReference>;
