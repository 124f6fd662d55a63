import { comingAndGoingCases } from "./processors-come-and-go-cases";
import type { RuleCase } from "./promtool-case";
import { countRuleCases, signalRuleCases } from "./signal-rule-cases";
import { stateStoreRuleCases } from "./state-store-rule-cases";
import { steeringRuleCases } from "./steering-rule-cases";
import { upkeepRuleCases } from "./upkeep-rule-cases";
import { utilisationRuleCases } from "./utilisation-rule-cases";

/** The region that the cases are worked for. */
export const caseRegion = {
  region: { name: "us-east-1", residencyZone: "us", costUsdPerThousandIntents: 12.5 },
  maxConcurrentIntents: 100,
};

/** Every rule of a region but the two that are made from nothing. */
export const regionRuleCases: readonly RuleCase[] = [
  ...countRuleCases,
  ...signalRuleCases,
  ...utilisationRuleCases,
  ...comingAndGoingCases,
  ...upkeepRuleCases,
  ...steeringRuleCases,
  ...stateStoreRuleCases,
];
