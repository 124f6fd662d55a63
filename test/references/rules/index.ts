import type { Rule } from "../world";
import {
  autoscalers,
  disruptionBudgets,
  networkPolicies,
  podNeeds,
  roleBindings,
  services,
  webhooks,
} from "./cluster";
import { gateways } from "./gateways";
import { authorizationPolicies, destinationRules, envoyFilters, meshSelectors } from "./identities";
import { routes } from "./routes";

/** Every kind of reference that there is between the objects of regions. */
export const rules = {
  authorizationPolicies,
  autoscalers,
  destinationRules,
  disruptionBudgets,
  envoyFilters,
  gateways,
  meshSelectors,
  networkPolicies,
  podNeeds,
  roleBindings,
  routes,
  services,
  webhooks,
} satisfies Readonly<Record<string, Rule>>;
