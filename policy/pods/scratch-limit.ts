import { containerRule } from "./pod-rule";

export const scratchLimit = containerRule(
  {
    id: "pods-scratch-limit",
    title: "Containers have a limit of scratch space",
    why: "Logs and emptyDirs without a limit fill the node's disk, and then all of its pods are evicted.",
    fix: "Set `resources.limits` for ephemeral-storage.",
    level: "mandatory",
    example: "resources:\n  limits: { ephemeral-storage: 256Mi }",
  },
  ({ field }) =>
    field.at("resources", "limits", "ephemeral-storage").isSet
      ? undefined
      : "has no limit of scratch space (ephemeral-storage).",
);
