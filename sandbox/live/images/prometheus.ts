import type { ImageEntry } from "./entry";
import { withGatewayMetrics } from "./gateway-metrics";

/** Prometheus itself, with the pod's own arguments; what it is told of gateways fits plain Envoys. */
export const prometheus: ImageEntry = {
  repository: "prom/prometheus",
  process: ({ container, tools }) => ({
    kind: "run",
    command: [tools.prometheus, ...container.command.slice(1), ...container.args],
    environment: container.environment,
    workingDirectory: "/prometheus",
    edit: (path, content) =>
      path.endsWith("/prometheus.yml") ? withGatewayMetrics(content) : content,
  }),
};
