import { SecretText } from "../../config/secret-text";
import type { SettingEffect } from "./setting-effects";

type Key = "cockroachdb" | "cockroachdbBackup" | "cockroachdbLicense" | "stateSynchronizer";

const NODES = "StatefulSet nephoran-global/cockroachdb";
const NODE = `${NODES}: spec.template.spec.containers[0]`;
const REGIONS_JOB = "Job nephoran-global/cockroachdb-regions: ";
const REGIONS_FILES = "ConfigMap nephoran-global/cockroachdb-regions: ";
const REGIONS_POD = `${REGIONS_JOB}spec.template.spec`;
const SYNCHRONIZER = "Deployment nephoran-global/state-synchronizer";
const RECONCILIATION = "CronJob nephoran-global/global-state-synchronizer";

/** The Job for regions is made anew when one of its files is another. */
const newRegionsJob = (file: string): string[] => [
  `${REGIONS_FILES}data.${file}`,
  `${REGIONS_FILES}metadata.name`,
  `${REGIONS_JOB}metadata.name`,
  `${REGIONS_POD}.volumes[2].configMap.name`,
];

const image = (where: string): string => `${where}.containers[0].image`;

/** Images of the state synchronizer, which are Nephoran's own. */
export const synchronizerImages = [
  image(`${RECONCILIATION}: spec.jobTemplate.spec.template.spec`),
  image(`${SYNCHRONIZER}: spec.template.spec`),
];

/** Images of the state store. */
export const stateStoreImages = [
  ...["init", "migrate", "ready", "regions"].map((job) =>
    image(`Job nephoran-global/cockroachdb-${job}: spec.template.spec`),
  ),
  `${NODE}.image`,
];

/** Identities of the state store and of what carries state there. */
export const stateAccounts = ["cockroachdb", "cockroachdb-setup", "state-synchronizer"];

/** What each setting of the region's state changes. */
export const stateSettingEffects = {
  cockroachdb: {
    value: { memory: "32Gi", storageSize: "200Gi" },
    changes: [
      `${NODE}.command[2]`,
      `${NODE}.resources.limits.memory`,
      `${NODE}.resources.requests.memory`,
      `${NODES}: spec.volumeClaimTemplates[0].spec.resources.requests.storage`,
      ...[0, 1, 2].map(
        (ordinal) =>
          `PersistentVolumeClaim nephoran-global/data-cockroachdb-${ordinal}: spec.resources.requests.storage`,
      ),
    ],
  },
  cockroachdbBackup: {
    value: { bucket: "database-backups", cidrs: ["198.51.100.0/24"] },
    changes: [
      "NetworkPolicy nephoran-global/cockroachdb-to-backup-bucket: added",
      "ServiceAccount nephoran-global/cockroachdb: metadata.annotations",
      "ServiceEntry nephoran-global/cockroachdb-to-backup-bucket: added",
      `${NODE}.env[3]`,
      ...newRegionsJob("backup-nephoran.sql"),
    ],
  },
  cockroachdbLicense: {
    value: new SecretText("a licence"),
    changes: [
      "Secret nephoran-global/cockroachdb-license: added",
      `${REGIONS_JOB}spec.template.metadata.annotations.nephoran.io/secrets-checksum`,
      `${REGIONS_POD}.containers[0].volumeMounts[3]`,
      `${REGIONS_POD}.volumes[3]`,
      ...newRegionsJob("plan"),
    ],
  },
  stateSynchronizer: {
    value: { enabled: true },
    changes: [
      "AuthorizationPolicy nephoran-global/state-synchronizer: added",
      `${RECONCILIATION}: metadata.annotations.nephoran.io/warning`,
      `${RECONCILIATION}: spec.suspend`,
      `${SYNCHRONIZER}: metadata.annotations.nephoran.io/warning`,
      `${SYNCHRONIZER}: metadata.annotations.pulumi.com/skipAwait`,
      `${SYNCHRONIZER}: spec.replicas`,
      "Service nephoran-global/state-synchronizer: added",
    ],
  },
} satisfies Record<Key, SettingEffect>;
