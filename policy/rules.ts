import { boundObjectsStay } from "./residency/bound-objects-stay";
import type { Rule } from "./rule";

/** All rules, in the order in which they are reported. */
export const rules: readonly Rule[] = [boundObjectsStay];
