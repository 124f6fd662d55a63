import { isLinux } from "../reading/pods";
import { containerRule } from "./pod-rule";

export const noPrivilegeEscalation = containerRule(
  {
    id: "pods-no-privilege-escalation",
    title: "No process gets more rights than it was started with",
    why: "A file with the setuid bit makes root of whoever starts it.",
    fix: "Set `allowPrivilegeEscalation: false`; it is true where it is left out.",
    level: "mandatory",
    example: "securityContext:\n  allowPrivilegeEscalation: false",
  },
  ({ field }, pod) =>
    !isLinux(pod) || field.at("securityContext", "allowPrivilegeEscalation").value === false
      ? undefined
      : "may get more rights than it was started with.",
);
