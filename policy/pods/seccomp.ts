import { isLinux, security } from "../reading/pods";
import { containerRule } from "./pod-rule";

export const seccomp = containerRule(
  {
    id: "pods-seccomp",
    title: "Containers are held to a list of system calls",
    why: "Most ways out of a container are system calls that no ordinary program makes.",
    fix: "Set `seccompProfile.type` to RuntimeDefault, or Localhost, for the pod or the container.",
    level: "mandatory",
    example: "securityContext:\n  seccompProfile: { type: RuntimeDefault }",
  },
  (container, pod) => {
    if (!isLinux(pod)) return undefined;
    const type = security(container, pod, "seccompProfile").at("type").text;
    if (type === "RuntimeDefault" || type === "Localhost") return undefined;
    return `has ${type === undefined ? "no seccomp profile" : `the seccomp profile ${type}`}.`;
  },
);
