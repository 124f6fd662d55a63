import { containerRule } from "./pod-rule";

export const memoryLimit = containerRule(
  {
    id: "pods-memory-limit",
    title: "Containers have a limit of memory",
    why: "A leak then ends its own container, not what else is on the node.",
    fix: "Set `resources.limits.memory`. A limit of CPU is not asked for: it only slows down.",
    level: "mandatory",
    example: "resources:\n  limits: { memory: 512Mi }",
  },
  ({ field }) =>
    field.at("resources", "limits", "memory").isSet ? undefined : "has no limit of memory.",
);
