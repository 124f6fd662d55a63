import type { RegionSettings } from "./region-settings";
import type { SecretText } from "./secret-text";
import { type Storage, storageOf } from "./state-config";

/** How long, and on what, a Prometheus keeps its samples. */
export interface Retention {
  readonly retentionDays: number;
  readonly storage: Storage;
}

/** The region's own metrics. */
export type Prometheus =
  | ({ readonly mode: "install" } & Retention)
  /** Somebody else's, with these rules; answers at an http URL inside the cluster. */
  | { readonly mode: "existing"; readonly url: string };

/** How a region, and all of them together, are watched. */
export interface MonitoringConfig {
  readonly prometheus: Prometheus;
  /** Tag of the image of every Prometheus. */
  readonly prometheusVersion: string;
  readonly kubeStateMetricsVersion: string;
  /** Networks of the nodes, whose kubelets are asked. */
  readonly nodeCidrs: readonly string[];
  /** What looks at all regions; deployed where the global control plane is. */
  readonly globalMonitoring: Retention & {
    readonly alertmanagerVersion: string;
    readonly grafanaVersion: string;
    /** Who is told of alerts; absent: they are only shown. */
    readonly alertWebhook?: { readonly url: SecretText; readonly cidrs: readonly string[] };
  };
}

/** Types how a region is watched. Contradictions have been refused before. */
export function monitoringConfig(settings: RegionSettings): MonitoringConfig {
  const { prometheus, globalMonitoring, alertWebhookUrl, kubeStateMetricsVersion } = settings;
  const { alertmanagerVersion, grafanaVersion, alertCidrs } = globalMonitoring;
  return {
    prometheus:
      prometheus.mode === "existing" && prometheus.url !== undefined
        ? { mode: "existing", url: prometheus.url }
        : { mode: "install", ...retention(prometheus) },
    prometheusVersion: prometheus.version,
    kubeStateMetricsVersion,
    nodeCidrs: settings.nodeCidrs,
    globalMonitoring: {
      ...retention(globalMonitoring),
      alertmanagerVersion,
      grafanaVersion,
      ...(alertWebhookUrl &&
        alertCidrs && { alertWebhook: { url: alertWebhookUrl, cidrs: alertCidrs } }),
    },
  };
}

const retention = (
  settings: RegionSettings["prometheus"] | RegionSettings["globalMonitoring"],
): Retention => ({ retentionDays: settings.retentionDays, storage: storageOf(settings) });
