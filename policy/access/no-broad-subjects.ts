import { bindingOf } from "../reading/rights";
import { accessRule } from "./access-rule";

/** Groups that everybody is in, or every account, and users who are nobody. */
const BROAD = /^(\*|system:(authenticated|unauthenticated|anonymous|serviceaccounts(:.*)?))$/;

export const noBroadSubjects = accessRule(
  {
    id: "access-no-broad-subjects",
    title: "Rights are given to accounts, not to everybody",
    why: "A group of all accounts includes the one of the pod that is broken into.",
    fix: "Name the ServiceAccount that needs the rights.",
    level: "mandatory",
    example:
      "subjects:\n  - kind: ServiceAccount\n    name: state-synchronizer\n    namespace: nephoran-global",
  },
  (resource) =>
    (bindingOf(resource)?.subjects ?? [])
      .filter(({ name }) => BROAD.test(name))
      .map(({ name }) => `It gives rights to ${name}.`),
);
