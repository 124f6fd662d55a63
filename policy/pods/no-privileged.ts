import { containerRule } from "./pod-rule";

export const noPrivileged = containerRule(
  {
    id: "pods-no-privileged",
    title: "No container is privileged",
    why: "A privileged container is root on its node, and so in every other pod there.",
    fix: "Remove `privileged: true`; add the one capability that is needed where there is no other way.",
    level: "mandatory",
    example: "securityContext:\n  privileged: false",
  },
  ({ field }) =>
    field.at("securityContext", "privileged").value === true ? "is privileged." : undefined,
);
