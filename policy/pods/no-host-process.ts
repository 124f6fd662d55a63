import { containerRule, podRule } from "./pod-rule";

const text = {
  id: "pods-no-host-process",
  title: "No container is a process of a Windows host",
  why: "Such a container has its node to itself, with all that runs there.",
  fix: "Remove `windowsOptions.hostProcess`.",
  level: "mandatory",
  example: "securityContext:\n  windowsOptions: { hostProcess: false }",
} as const;

const path = ["securityContext", "windowsOptions", "hostProcess"] as const;

const ofContainers = containerRule(text, ({ field }) =>
  field.at(...path).value === true ? "is a process of its host." : undefined,
);

export const noHostProcess = podRule(text, (pod, context) => [
  ...(pod.spec.at(...path).value === true ? ["Its pods are processes of their host."] : []),
  ...ofContainers.check(pod.resource, context),
]);
