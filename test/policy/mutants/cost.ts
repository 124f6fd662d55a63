import type { PackConfig } from "../../../policy/pack-config";
import type { Mutant } from "./mutant";
import { added, changed } from "./objects";

const FRONT = "nephoran-system/llm-processor";
const SETTINGS = "nephoran-system/nephoran-regional-config";

/** The same for a team that has configured something. */
const configured = (mutant: Mutant, config: Partial<PackConfig>): Mutant => ({ ...mutant, config });

const inFlight = (rule: string, value: string): Mutant =>
  changed([rule, "us-east-1"], "ConfigMap", SETTINGS, (props) => {
    props["data"].MAX_CONCURRENT_INTENTS = value;
  });

const autoscaler = (rule: string, key: string, value: unknown): Mutant =>
  changed([rule, "us-east-1"], "HorizontalPodAutoscaler", FRONT, (props) => {
    props["spec"][key] = value;
  });

const claim = (rule: string, storage: string): Mutant =>
  changed([rule, "eu-west-1"], "PersistentVolumeClaim", "nephoran-system/data-weaviate-0", (it) => {
    it["spec"].resources.requests.storage = storage;
  });

/** What the project costs, broken once for each rule. */
export const costMutants: readonly Mutant[] = [
  configured(inFlight("cost-monthly-budget", "200"), { monthlyBudgetUsd: 300_000 }),
  inFlight("cost-capacity", "200"),
  configured(autoscaler("cost-core-budget", "maxReplicas", 10_000), { maxCoresPerRegion: 1000 }),
  autoscaler("cost-autoscaler-bounds", "maxReplicas", 2),
  autoscaler("cost-autoscaler-signal", "metrics", []),
  changed(["cost-one-scaler", "us-east-1"], "Deployment", FRONT, (props) => {
    props["spec"].replicas = 2;
  }),
  added(["cost-backups-scheduled", "eu-west-1"], "batch/v1:CronJob", "weaviate-backup", {
    metadata: { name: "weaviate-backup", namespace: "nephoran-system" },
    spec: { suspend: true },
  }),
  changed(["cost-report-labels", "us-west-2"], "StatefulSet", "nephoran-system/weaviate", (it) => {
    delete it["metadata"].labels["app.kubernetes.io/part-of"];
  }),
  changed(
    ["cost-bounded-jobs", "us-east-1"],
    "Job",
    "nephoran-global/cockroachdb-init",
    (props) => {
      delete props["spec"].activeDeadlineSeconds;
    },
  ),
  changed(
    ["cost-kept-volumes", "us-east-1"],
    "StatefulSet",
    "nephoran-global/cockroachdb",
    (props) => {
      props["spec"].persistentVolumeClaimRetentionPolicy.whenScaled = "Delete";
    },
  ),
  claim("cost-volume-size", "100Ti"),
];
