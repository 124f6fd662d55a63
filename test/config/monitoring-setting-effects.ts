import { SecretText } from "../../config/secret-text";
import type { SettingEffect } from "./setting-effects";

type Key =
  "prometheus" | "globalMonitoring" | "alertWebhookUrl" | "kubeStateMetricsVersion" | "nodeCidrs";

/** What each setting of how the region is watched changes. */
export const monitoringSettingEffects = {
  prometheus: {
    value: { retentionDays: 30 },
    changes: [
      "StatefulSet nephoran-global/prometheus-regional: spec.template.spec.containers[0].command[3]",
    ],
  },
  globalMonitoring: {
    value: {
      retentionDays: 30,
      storageSize: "200Gi",
      alertmanagerVersion: "v0.29.0",
      grafanaVersion: "12.4.0",
    },
    // The engine is told to ignore the changed template of claims.
    changes: [
      "Deployment nephoran-global/grafana: spec.template.spec.containers[0].image",
      "PersistentVolumeClaim nephoran-global/data-prometheus-global-0: spec.resources.requests.storage",
      "StatefulSet nephoran-global/alertmanager: spec.template.spec.containers[0].image",
      ...["command[3]", "command[4]"].map(
        (flag) =>
          `StatefulSet nephoran-global/prometheus-global: spec.template.spec.containers[0].${flag}`,
      ),
      "StatefulSet nephoran-global/prometheus-global: spec.volumeClaimTemplates[0].spec.resources.requests.storage",
    ],
  },
  alertWebhookUrl: {
    value: new SecretText("https://alerts.example.com/somewhere"),
    // One without the other is refused.
    issued: () =>
      Promise.resolve({
        before: {},
        after: { globalMonitoring: { alertCidrs: ["203.0.113.0/24"] } },
      }),
    changes: [
      ...["data.alertmanager.yml", "metadata.annotations.nephoran.io/warning"].map(
        (path) => `ConfigMap nephoran-global/alertmanager: ${path}`,
      ),
      "NetworkPolicy nephoran-global/alertmanager-to-alert-webhook: added",
      "Secret nephoran-global/alertmanager-secrets: added",
      "ServiceEntry nephoran-global/alertmanager-to-alert-webhook: added",
      ...[
        "metadata.annotations.nephoran.io/warning",
        "spec.template.metadata.annotations.nephoran.io/secrets-checksum",
        "spec.template.metadata.annotations.nephoran.io/settings-checksum",
        "spec.template.spec.containers[0].volumeMounts[3]",
        "spec.template.spec.volumes[3]",
      ].map((path) => `StatefulSet nephoran-global/alertmanager: ${path}`),
    ],
  },
  kubeStateMetricsVersion: {
    value: "v2.18.0",
    changes: [
      "Deployment nephoran-global/kube-state-metrics: spec.template.spec.containers[0].image",
    ],
  },
  nodeCidrs: {
    value: ["10.0.0.0/16"],
    changes: ["[0].ipBlock.cidr", "[1]", "[2]"].map(
      (change) =>
        `NetworkPolicy nephoran-global/prometheus-regional-to-kubelets: spec.egress[0].to${change}`,
    ),
  },
} satisfies Record<Key, SettingEffect>;
