import { accessRules } from "./access/rules";
import { costRules } from "./cost/rules";
import { meshRules } from "./mesh/rules";
import { podsRules } from "./pods/rules";
import { residencyRules } from "./residency/rules";
import { routesRules } from "./routes/rules";
import type { Rule } from "./rule";

/** All rules, in the order in which they are reported. */
export const rules: readonly Rule[] = [
  ...residencyRules,
  ...routesRules,
  ...meshRules,
  ...podsRules,
  ...accessRules,
  ...costRules,
];
