import type { Region } from "../../config/topology";
import { signalRules } from "./signals";
import { stateStoreRules } from "./state-store";
import { steeringRules } from "./steering";
import { upkeepRules } from "./upkeep";
import { utilisationRules } from "./utilisation";
import type { RuleGroup } from "./recording-rule";

/** What a region's rules are made from: nothing but its configuration. */
export interface RegionRulesArgs {
  readonly region: Pick<Region, "name" | "residencyZone" | "costUsdPerThousandIntents">;
  /** Intents that the region works on at the same time when it is full. */
  readonly maxConcurrentIntents: number;
}

/** Every rule of a region's own Prometheus. */
export const regionRules = (args: RegionRulesArgs): RuleGroup[] => [
  { name: "nephoran-signals", intervalSeconds: 5, rules: signalRules(args) },
  { name: "nephoran-utilisation", intervalSeconds: 5, rules: utilisationRules(args) },
  { name: "nephoran-upkeep", intervalSeconds: 15, rules: upkeepRules(args) },
  { name: "nephoran-steering", intervalSeconds: 15, rules: steeringRules(args) },
  { name: "nephoran-state-store", intervalSeconds: 15, rules: stateStoreRules(args) },
];
