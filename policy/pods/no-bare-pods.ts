import { podRule } from "./pod-rule";

export const noBarePods = podRule(
  {
    id: "pods-no-bare-pods",
    title: "Pods belong to something that replaces them",
    why: "A pod of its own is gone with its node.",
    fix: "Make a Deployment, a StatefulSet, a DaemonSet or a Job of it.",
    level: "mandatory",
    example: "kind: Deployment",
  },
  ({ kind }) => (kind === "Pod" ? ["Nothing replaces this pod when its node fails."] : []),
);
