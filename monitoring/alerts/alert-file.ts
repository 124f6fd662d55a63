import { stringify } from "yaml";
import type { Topology } from "../../config/topology";
import { type Alert, alertingRule } from "./alert";
import { stateStoreAlerts } from "./state-store";
import { steeringAlerts } from "./steering";
import { trafficAlerts } from "./traffic";
import { watchingAlerts } from "./watching";

/** Seconds between two looks at every alert. */
const INTERVAL_SECONDS = 15;

/** Every alert of the global control plane. */
export const alerts = (topology: Pick<Topology, "regions">): readonly Alert[] => [
  ...trafficAlerts,
  ...steeringAlerts,
  ...stateStoreAlerts,
  ...watchingAlerts(topology),
];

/** All alerts as a file of rules that Prometheus reads. */
export const alertFile = (topology: Pick<Topology, "regions">): string =>
  stringify(
    {
      groups: [
        {
          name: "nephoran-alerts",
          interval: `${INTERVAL_SECONDS}s`,
          rules: alerts(topology).map(alertingRule),
        },
      ],
    },
    { lineWidth: 0 },
  );
