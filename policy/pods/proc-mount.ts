import { containerRule } from "./pod-rule";

export const procMount = containerRule(
  {
    id: "pods-proc-mount",
    title: "Containers see the masked /proc",
    why: "Unmasked, /proc shows what the node's kernel is told, and lets it be told more.",
    fix: "Remove `procMount: Unmasked`.",
    level: "mandatory",
    example: "securityContext:\n  procMount: Default",
  },
  ({ field }) => {
    const mount = field.at("securityContext", "procMount").text;
    return mount === undefined || mount === "Default" ? undefined : `has /proc ${mount}.`;
  },
);
