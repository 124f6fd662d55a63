import { isFor, verbAmong } from "../reading/rights";
import { rightRule } from "./access-rule";

export const noRemoteShells = rightRule(
  {
    id: "access-no-remote-shells",
    title: "No account gets into running pods",
    why: "Whoever may run a command in a pod has all of its secrets and its identity.",
    fix: "Remove pods/exec, pods/attach, pods/portforward, pods/ephemeralcontainers and nodes/proxy.",
    level: "mandatory",
    example: "resources: [pods]\nverbs: [get, list, watch]",
  },
  (right) =>
    isFor(
      right,
      "",
      "pods/exec",
      "pods/attach",
      "pods/portforward",
      "pods/ephemeralcontainers",
      "nodes/proxy",
    ) && verbAmong(right, "create", "get", "update", "patch") !== undefined
      ? "leads into running pods."
      : undefined,
);
