import type { Alert } from "./alert";
import { gone, ofRegion } from "./regions";

/**
 * Regions that had a controller in active mode, and have none at all now, in no mode. One that is switched
 * off is missed too: silence that.
 */
const withoutController = gone(
  "nephoran:region:traffic_leaders",
  "nephoran:region:traffic_disagreement",
);

/** Whatever keeps traffic from being steered, though it may flow well for now. */
export const steeringAlerts: readonly Alert[] = [
  {
    name: "TrafficWritesFailing",
    expression: `${ofRegion("nephoran:region:traffic_write_failures")} > 0`,
    lasting: "2m",
    severity: "critical",
    summary: "{{ $labels.region }} cannot move its traffic",
    description:
      "{{ $labels.region }} has tried {{ $value }} times in a row to write its routes and could not; what it serves is older than what it has decided.",
  },
  {
    name: "TrafficControllerLeaderless",
    expression: `${ofRegion("nephoran:region:traffic_leaders")} < 1 or ${withoutController}`,
    lasting: "1m",
    severity: "critical",
    summary: "Nobody steers the traffic of {{ $labels.region }}",
    description:
      "{{ $labels.region }} has no traffic controller that leads: its routes stay as they are, whatever fails.",
  },
  {
    name: "TrafficOverloaded",
    expression: `${ofRegion("nephoran:region:traffic_overloaded")} > 0`,
    lasting: "2m",
    severity: "critical",
    summary: "{{ $labels.region }} is planned with more than it should take",
    description:
      "{{ $labels.region }} is given more requests than it has room for, since no region that may take them has any left.",
  },
  {
    name: "TrafficSignalsMissing",
    expression: `${ofRegion("nephoran:region:traffic_signals_missing")} > 0`,
    lasting: "2m",
    severity: "warning",
    summary: "Traffic is steered without the signals of {{ $labels.region }}",
    description:
      "{{ $labels.region }} keeps its share of the traffic, since its signals are missing, stale or no numbers for at least one entry.",
  },
  {
    name: "TrafficOverridesInvalid",
    expression: `${ofRegion("nephoran:region:traffic_overrides_invalid")} > 0`,
    lasting: "1m",
    severity: "warning",
    summary: "Orders to the traffic of {{ $labels.region }} are ignored",
    description:
      "{{ $labels.region }} cannot understand its overrides as they are written; the last ones that it could still count.",
  },
  {
    name: "TrafficShadowDisagrees",
    expression: `${ofRegion("nephoran:region:traffic_disagreement")} > 0`,
    lasting: "15m",
    severity: "warning",
    summary: "{{ $labels.region }} serves another row than its controller would write",
    description:
      "{{ $labels.region }} has a traffic controller in shadow mode, which would move {{ $value }} of 100 points of what is served.",
  },
];
