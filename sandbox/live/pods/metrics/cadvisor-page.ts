import type { DeviceCounters } from "./network-counters";

/** What a container's run has used. */
export interface ContainerUsage {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  readonly image: string;
  /** Names the run: a restarted container counts anew. */
  readonly id: string;
  readonly cpuSeconds: number;
  readonly memoryBytes: number;
}

/** What a pod has received and sent. */
export interface PodTraffic {
  readonly namespace: string;
  readonly pod: string;
  readonly id: string;
  readonly devices: readonly DeviceCounters[];
}

/** What pods of one node have used up to one moment. */
export interface NodeUsage {
  /** ms since the epoch. */
  readonly at: number;
  readonly containers: readonly ContainerUsage[];
  readonly pods: readonly PodTraffic[];
}

interface Line {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/**
 * The page at which a kubelet tells what its containers use, in Prometheus' text format, with the names,
 * labels and times that its cAdvisor gives them: those series that rules read, and no others. What
 * belongs to a whole pod has an empty label `container`.
 */
export function cadvisorPage({ at, containers, pods }: NodeUsage): string {
  const ofContainer = ({ namespace, pod, container, image, id }: ContainerUsage) => ({
    container,
    id,
    image,
    namespace,
    pod,
  });
  const traffic = (bytes: (counters: DeviceCounters) => number): Line[] =>
    pods.flatMap(({ namespace, pod, id, devices }) =>
      devices.map((counters) => ({
        labels: { container: "", id, interface: counters.device, namespace, pod },
        value: bytes(counters),
      })),
    );
  const metric = (name: string, type: "counter" | "gauge", help: string, lines: readonly Line[]) =>
    lines.length === 0
      ? []
      : [
          `# HELP ${name} ${help}`,
          `# TYPE ${name} ${type}`,
          ...lines.map(
            ({ labels, value }) => `${name}${labelText(labels)} ${String(value)} ${String(at)}`,
          ),
        ];
  return [
    ...metric(
      "container_cpu_usage_seconds_total",
      "counter",
      "Cumulative cpu time consumed in seconds.",
      containers.map((one) => ({
        labels: { ...ofContainer(one), cpu: "total" },
        value: one.cpuSeconds,
      })),
    ),
    ...metric(
      "container_memory_working_set_bytes",
      "gauge",
      "Current working set in bytes.",
      containers.map((one) => ({ labels: ofContainer(one), value: one.memoryBytes })),
    ),
    ...metric(
      "container_network_receive_bytes_total",
      "counter",
      "Cumulative count of bytes received",
      traffic(({ receivedBytes }) => receivedBytes),
    ),
    ...metric(
      "container_network_transmit_bytes_total",
      "counter",
      "Cumulative count of bytes transmitted",
      traffic(({ sentBytes }) => sentBytes),
    ),
  ]
    .map((line) => `${line}\n`)
    .join("");
}

const labelText = (labels: Readonly<Record<string, string>>): string =>
  `{${Object.entries(labels)
    .map(([name, value]) => `${name}="${escaped(value)}"`)
    .join(",")}}`;

const escaped = (value: string): string =>
  value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
