import { security } from "../reading/pods";
import { containerRule } from "./pod-rule";

/** https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline */
const types: readonly unknown[] = [
  undefined,
  "",
  "container_t",
  "container_init_t",
  "container_kvm_t",
  "container_engine_t",
];

export const seLinux = containerRule(
  {
    id: "pods-se-linux",
    title: "SELinux keeps a container's own type",
    why: "With another type, user or role SELinux takes the container for a part of the node.",
    fix: "Remove seLinuxOptions, or keep to the types container_t and its like.",
    level: "mandatory",
    example: "securityContext:\n  seLinuxOptions: { type: container_t }",
  },
  (container, pod) => {
    const options = security(container, pod, "seLinuxOptions");
    const type = options.at("type").value;
    if (!types.includes(type)) return `has the SELinux type ${String(type)}.`;
    const other = ["user", "role"].find((key) => options.at(key).text);
    return other === undefined ? undefined : `has a SELinux ${other} of its own.`;
  },
);
