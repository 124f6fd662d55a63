import type { Rule } from "../rule";
import { boundFirst } from "./bound-first";
import { knownHostsOnly } from "./known-hosts";
import { noDetours } from "./no-detours";
import { weightsSum } from "./weights-sum";

/** Rules of this family, in the order in which they are reported. */
export const routesRules: readonly Rule[] = [weightsSum, knownHostsOnly, boundFirst, noDetours];
