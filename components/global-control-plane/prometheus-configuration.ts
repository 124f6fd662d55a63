import { RULES_DIRECTORY } from "../monitoring/prometheus-server";
import { namespaces } from "../region-base/namespaces";
import { alertmanagerAddresses } from "./alertmanager/alertmanager";
import { controlPlane, controlPlanePorts } from "./connections";

/**
 * How late samples may come. Regions keep what they could not write for two hours, and send it once
 * they are connected again.
 */
const LATEST_SAMPLES = "3h";

/**
 * Configuration of the global Prometheus: what regions write to it, it has rules for. It scrapes
 * nobody but the global control plane itself, through its proxy.
 *
 * @param region that the control plane is in; alerts carry it as `control_plane`, since each control
 * plane tells of every region.
 */
export const globalPrometheusConfiguration = (region: string) => ({
  global: {
    scrape_interval: "15s",
    evaluation_interval: "15s",
    external_labels: { control_plane: region },
  },
  storage: { tsdb: { out_of_order_time_window: LATEST_SAMPLES } },
  rule_files: [`${RULES_DIRECTORY}/*.yaml`],
  alerting: { alertmanagers: [{ static_configs: [{ targets: alertmanagerAddresses }] }] },
  scrape_configs: [
    target(controlPlane.prometheus, [`localhost:${controlPlanePorts.prometheus}`]),
    target(controlPlane.alertmanager, alertmanagerAddresses),
    target(controlPlane.grafana, [
      `${controlPlane.grafana}.${namespaces.global}.svc:${controlPlanePorts.grafana}`,
    ]),
  ],
});

const target = (workload: string, targets: readonly string[]) => ({
  job_name: workload,
  static_configs: [{ targets }],
});
