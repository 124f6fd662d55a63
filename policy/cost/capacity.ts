import { intentsInFlight } from "../../config/derived";
import { intentsAllowed } from "../reading/capacity";
import { costRule } from "./cost-rule";

export const capacity = costRule(
  "",
  ["ConfigMap"],
  {
    id: "cost-capacity",
    title: "A region takes no more than its capacity in the topology",
    why: "Routes and failover share out by the topology: what a region takes beyond it, it pays for and cannot carry.",
    fix: "Raise capacityIntentsPerMinute in Pulumi.yaml, for all regions to know, or lower the setting.",
    level: "advisory",
    example: "capacityIntentsPerMinute: 1000",
  },
  (_, { region }, resource) => {
    const allowed = intentsAllowed(resource);
    const most = intentsInFlight(region.capacityIntentsPerMinute);
    return allowed === undefined || allowed <= most
      ? []
      : [`It takes ${allowed} intents in flight; the topology gives ${region.name} ${most}.`];
  },
);
