import { rightRule } from "./access-rule";

export const noWildcardVerbs = rightRule(
  {
    id: "access-no-wildcard-verbs",
    title: "Rights name what may be done",
    why: "`*` includes escalate, bind and impersonate, and whatever Kubernetes adds next.",
    fix: "List the verbs.",
    level: "mandatory",
    example:
      "rules:\n  - apiGroups: [nephoran.com]\n    resources: [networkintents]\n    verbs: [get, list, watch]",
  },
  ({ verbs, resources }) =>
    verbs.includes("*") ? `lets everything be done with ${resources.join(", ")}.` : undefined,
);
