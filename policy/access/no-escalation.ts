import { rightRule } from "./access-rule";

export const noEscalation = rightRule(
  {
    id: "access-no-escalation",
    title: "Nobody may write rights that he does not have",
    why: "With `escalate` an account writes itself a role of an administrator.",
    fix: "Remove the verb escalate.",
    level: "mandatory",
    example: "verbs: [get, list]",
  },
  ({ verbs }) => (verbs.includes("escalate") ? "lets rights be raised (escalate)." : undefined),
);
