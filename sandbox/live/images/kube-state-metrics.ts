import type { ImageEntry } from "./entry";

/** kube-state-metrics itself, with the pod's own arguments. */
export const kubeStateMetrics: ImageEntry = {
  repository: "rancher/mirrored-kube-state-metrics-kube-state-metrics",
  process: ({ container, tools }) => ({
    kind: "run",
    command: [
      tools.kubeStateMetrics,
      // Pods here have IPv4 alone, and a program that is not told listens at an IPv6 address.
      ...["--host=0.0.0.0", "--telemetry-host=0.0.0.0"],
      ...[...container.command.slice(1), ...container.args],
    ],
    environment: container.environment,
    workingDirectory: "/",
  }),
};
