import { bindingOf } from "../reading/rights";
import { accessRule } from "./access-rule";

export const noDefaultRights = accessRule(
  {
    id: "access-no-default-rights",
    title: "The account `default` has no rights",
    why: "Every pod that names no account has it, also one that somebody adds.",
    fix: "Make a ServiceAccount for the workload and give the rights to that.",
    level: "mandatory",
    example: "subjects:\n  - kind: ServiceAccount\n    name: state-synchronizer",
  },
  (resource) =>
    (bindingOf(resource)?.subjects ?? []).some(
      ({ kind, name }) => kind === "ServiceAccount" && name === "default",
    )
      ? ["It gives rights to every pod that names no account."]
      : [],
);
