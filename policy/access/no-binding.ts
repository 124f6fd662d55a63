import { rightRule } from "./access-rule";

export const noBinding = rightRule(
  {
    id: "access-no-binding",
    title: "Nobody may give away rights that he does not have",
    why: "With `bind` an account gives itself the role of an administrator.",
    fix: "Remove the verb bind.",
    level: "mandatory",
    example: "verbs: [get, list]",
  },
  ({ verbs }) => (verbs.includes("bind") ? "lets any role be given away (bind)." : undefined),
);
