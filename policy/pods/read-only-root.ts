import { containerRule } from "./pod-rule";

export const readOnlyRoot = containerRule(
  {
    id: "pods-read-only-root",
    title: "Containers cannot write to their own image",
    why: "What an attacker cannot write he cannot start, and nothing fills the node's disk unseen.",
    fix: "Set `readOnlyRootFilesystem: true`, and mount an emptyDir where the program has to write.",
    level: "mandatory",
    example: "securityContext:\n  readOnlyRootFilesystem: true",
  },
  ({ field }) =>
    field.at("securityContext", "readOnlyRootFilesystem").value === true
      ? undefined
      : "can write to its root file system.",
);
