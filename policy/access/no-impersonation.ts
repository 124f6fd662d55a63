import { rightRule } from "./access-rule";

export const noImpersonation = rightRule(
  {
    id: "access-no-impersonation",
    title: "Nobody may act as somebody else",
    why: "With `impersonate` an account is whoever it says, and logs name the other.",
    fix: "Remove the verb impersonate.",
    level: "mandatory",
    example: "verbs: [get, list]",
  },
  ({ verbs }) => (verbs.includes("impersonate") ? "lets others be impersonated." : undefined),
);
