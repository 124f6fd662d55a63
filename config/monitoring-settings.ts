import { z } from "zod";
import { cidrs } from "./outside-services";
import { imageTag, objectName, storageQuantity } from "./quantities";
import { secretSetting } from "./secret-text";

const days = (description: string) => z.int().min(1).max(3650).describe(description);

/** The region's own metrics. */
export const prometheus = z
  .strictObject({
    mode: z
      .enum(["install", "existing"])
      .default("install")
      .describe("install, or existing where a Prometheus with these rules runs already"),
    url: z
      .string()
      .regex(/^http:\/\/[a-z0-9.-]+(:\d{1,5})?$/)
      .optional()
      .describe(
        "where an existing Prometheus answers inside the cluster, such as " +
          "http://prometheus.monitoring.svc:9090; required with existing",
      ),
    version: imageTag.default("v3.9.1").describe("an image tag of Prometheus, such as v3.9.1"),
    retentionDays: days("days that samples are kept, from 1").default(15),
    storageSize: storageQuantity
      .default("50Gi")
      .describe("storage of each replica with a binary suffix, such as 50Gi"),
    storageClass: objectName.optional().describe("a StorageClass; left out: the cluster's default"),
  })
  .prefault({})
  .describe("mode, url, version, retention and storage of the region's Prometheus");

/** What looks at all regions, where the global control plane is. */
export const globalMonitoring = z
  .strictObject({
    retentionDays: days("days that aggregates of all regions are kept, from 1").default(90),
    storageSize: storageQuantity
      .default("100Gi")
      .describe("storage of each replica with a binary suffix, such as 100Gi"),
    storageClass: objectName.optional().describe("a StorageClass; left out: the cluster's default"),
    alertmanagerVersion: imageTag
      .default("v0.28.1")
      .describe("an image tag of Alertmanager, such as v0.28.1"),
    grafanaVersion: imageTag.default("12.3.0").describe("an image tag of Grafana, such as 12.3.0"),
    alertCidrs: cidrs
      .optional()
      .describe(
        "networks of whoever takes alerts, in CIDR notation; required with alertWebhookUrl",
      ),
  })
  .prefault({})
  .describe("retention and storage of the global Prometheus, versions, and where alerts go");

/** Where alerts are sent; many such URLs are secrets. */
export const alertWebhookUrl = secretSetting(
  "alertWebhookUrl",
  "alerts are only shown, in Alertmanager and in Grafana",
);

/** Image of what tells the state of Kubernetes' objects as metrics. */
export const kubeStateMetricsVersion = imageTag
  .default("v2.17.0")
  .describe("an image tag of kube-state-metrics, such as v2.17.0");

/** Where kubelets answer. */
export const nodeCidrs = cidrs
  .default(["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"])
  .describe("networks that the nodes are in, in CIDR notation; left out: all private ones");
