import type { ProgramConfig } from "../../config/program-config";
import { controlPlaneJobs } from "../../monitoring/alerts/watching";
import { queriesEnter, writesArrive } from "../monitoring/connections";
import { PROMETHEUS_PORT } from "../monitoring/names";
import { namespaces } from "../region-base/namespaces";
import { type Connection, connectionEnds } from "../workload/connection";
import { httpsTo, type NetworkAllow, type PodPeer } from "../workload/network-allow";
import { selectorOf } from "../workload/workload";

/** The workloads of the global control plane, by the names that operators use. */
export const controlPlane = controlPlaneJobs;

/** Ports of the global control plane, TCP but for gossip, which speaks both protocols. */
export const controlPlanePorts = {
  prometheus: PROMETHEUS_PORT,
  alertmanager: 9093,
  /** Alertmanagers among themselves. */
  gossip: 9094,
  grafana: 3000,
} as const;

/** Who talks to whom in the global control plane. */
const connections = {
  ask: {
    from: controlPlane.grafana,
    to: controlPlane.prometheus,
    ports: [{ port: controlPlanePorts.prometheus }],
    reason: "Dashboards show what the global Prometheus knows.",
  },
  alert: {
    from: controlPlane.prometheus,
    to: controlPlane.alertmanager,
    ports: [{ port: controlPlanePorts.alertmanager }],
    request: { methods: ["GET", "POST"], paths: ["/api/v2/alerts", "/metrics"] },
    reason: "The global Prometheus hands alerts on, and asks Alertmanager for its own metrics.",
  },
  watchGrafana: {
    from: controlPlane.prometheus,
    to: controlPlane.grafana,
    ports: [{ port: controlPlanePorts.grafana }],
    request: { methods: ["GET"], paths: ["/metrics"] },
    reason: "The global Prometheus asks Grafana for its own metrics.",
  },
  gossip: {
    from: controlPlane.alertmanager,
    to: controlPlane.alertmanager,
    ports: [
      { port: controlPlanePorts.gossip },
      { port: controlPlanePorts.gossip, protocol: "UDP" },
    ],
    reason: "Alertmanagers tell each other what is silenced and what has been sent.",
  },
} as const satisfies Record<string, Connection>;

const podsOf = (workload: string): PodPeer => ({
  namespace: namespaces.global,
  selector: selectorOf(workload),
});

const { egressTo, ingressFrom } = connectionEnds(podsOf);

/** Every connection of Grafana. */
export const grafanaAllows: readonly NetworkAllow[] = [
  ingressFrom(connections.watchGrafana),
  egressTo(connections.ask),
];

/** Every connection of the global Prometheus. Grafana asks it as everybody in the namespaces may. */
export const prometheusGlobalAllows: readonly NetworkAllow[] = [
  ...queriesEnter,
  writesArrive.atPrometheus,
  egressTo(connections.alert),
  egressTo(connections.watchGrafana),
];

/** Every connection of the Alertmanagers. */
export const alertmanagerAllows = ({
  globalMonitoring: { alertWebhook },
}: Pick<ProgramConfig, "globalMonitoring">): NetworkAllow[] => [
  ingressFrom(connections.alert),
  ingressFrom(connections.gossip),
  egressTo(connections.gossip),
  ...(alertWebhook
    ? [
        httpsTo(
          "to-alert-webhook",
          alertWebhook.cidrs,
          "Alerts are sent to whoever `alertWebhookUrl` names.",
        ),
      ]
    : []),
];
