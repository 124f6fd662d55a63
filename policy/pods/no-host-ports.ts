import { podRule } from "./pod-rule";

export const noHostPorts = podRule(
  {
    id: "pods-no-host-ports",
    title: "No container listens on a port of its node",
    why: "It is reached there past every NetworkPolicy, and only one such pod fits on a node.",
    fix: "Remove hostPort, and let a Service lead to the container's port.",
    level: "mandatory",
    example: "ports:\n  - name: http\n    containerPort: 8080",
  },
  ({ containers }) =>
    containers.flatMap(({ name, field }) =>
      field
        .at("ports")
        .items.map((port) => port.at("hostPort").value)
        .filter((port) => typeof port === "number" && port !== 0)
        .map((port) => `Container ${name} listens on port ${String(port)} of its node.`),
    ),
);
