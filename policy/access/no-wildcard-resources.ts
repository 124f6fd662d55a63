import { rightRule } from "./access-rule";

export const noWildcardResources = rightRule(
  {
    id: "access-no-wildcard-resources",
    title: "Rights name what they are for",
    why: "`*` includes Secrets, and every kind that somebody adds later.",
    fix: "List the resources and their API groups.",
    level: "mandatory",
    example: 'rules:\n  - apiGroups: [""]\n    resources: [pods]\n    verbs: [get, list, watch]',
  },
  ({ resources, groups }) =>
    resources.some((one) => one === "*" || one.startsWith("*/")) || groups.includes("*")
      ? `is for every resource of ${groups.map((one) => (one === "*" ? "every group" : one || "the core group")).join(", ")}.`
      : undefined,
);
