import { GATEWAY } from "../../components/istio-mesh/names";
import { meshNamespaces, namespaces } from "../../components/region-base/namespaces";
import { dataPlane } from "../../components/regional-data-plane/connections";
import { largestOf, ratio } from "./promql";
import type { RecordingRule } from "./recording-rule";
import type { RegionRulesArgs } from "./region";
import {
  attempts,
  FEWEST_PROCESSORS_LATELY,
  gauge,
  gaugeLately,
  signalRate,
  slowRate,
} from "./sources";

/**
 * Bytes per second, each way, that one gateway pod is taken to have: 1 Gbit/s, which also small
 * machines of clouds sustain.
 */
export const GATEWAY_BYTES_PER_SECOND = 125_000_000;

const processors = { namespace: namespaces.system, container: dataPlane.processor } as const;

const gateways = { namespace: meshNamespaces.ingress, pod: `=~${GATEWAY}-.+` } as const;

/** How full the processors, the gateway, and the region as a whole are; 1 is full. */
export function utilisationRules({
  region,
  maxConcurrentIntents,
}: RegionRulesArgs): RecordingRule[] {
  const of = (
    resource: "cpu" | "memory" | "network" | "intents",
    rule: Pick<RecordingRule, "expr" | "help" | "absent">,
  ): RecordingRule => ({
    record: "nephoran:region:utilisation",
    labels: { region: region.name, resource },
    unit: "ratio",
    ...rule,
  });
  const labels = { region: region.name };
  return [
    of("cpu", {
      expr: orFull(
        ratio(
          `sum(${slowRate("container_cpu_usage_seconds_total", "1m", processors)})`,
          limits("cpu"),
        ),
      ),
      help: "CPU of all processors through their limits; 1 where none of them is left.",
      absent: "while kubelets or kube-state-metrics are not scraped",
    }),
    of("memory", {
      expr: orFull(ratio(`sum(${MEMORY} and ${podLimits("memory")})`, limits("memory"))),
      help: "Memory that processors cannot give back, through their limits; 1 where none of them is left.",
      absent: "while kubelets or kube-state-metrics are not scraped",
    }),
    of("network", {
      expr: ratio(
        largestOf(
          `sum(${slowRate("container_network_receive_bytes_total", "1m", gateways)})`,
          `sum(${slowRate("container_network_transmit_bytes_total", "1m", gateways)})`,
        ),
        `count(count by (pod) (${gauge("container_network_receive_bytes_total", gateways)})) * ${GATEWAY_BYTES_PER_SECOND}`,
      ),
      help: "The gateway's busier direction, through 1 Gbit/s for each of its pods.",
      absent: "while kubelets are not scraped",
    }),
    {
      record: "nephoran:region:intents_in_flight",
      expr:
        `sum(${gauge("nephoran_intents_in_flight")}) or ` +
        `sum(${signalRate("istio_request_duration_milliseconds_sum", attempts)}) / 1000`,
      labels,
      unit: "intents",
      help: "Intents that are worked on; where processors do not tell, the time that attempts took through the time that passed.",
      absent:
        "while neither a processor nor the gateway is scraped, or the gateway alone, which has had no request since it started",
    },
    {
      record: "nephoran:region:intent_capacity",
      expr: `vector(${maxConcurrentIntents})`,
      labels,
      unit: "intents",
      help: "Intents that the region works on at the same time when it is full: configuration.",
      absent: "never",
    },
    of("intents", {
      expr: `sum(nephoran:region:intents_in_flight) / ${maxConcurrentIntents}`,
      help: "Intents in flight through the region's capacity.",
      absent: "as the intents in flight are",
    }),
  ];
}

/**
 * How full the processors are. Where Kubernetes says that none is left, nobody could measure one, and
 * nothing of them is free: a region whose signals were missing then would keep all that it is sent. So it
 * is for those that have come since, until they are measured.
 */
const orFull = (share: string): string => `(${share}) or (${FEWEST_PROCESSORS_LATELY} == 0) + 1`;

/**
 * Memory of each processor as it was measured last. A kubelet may say that one has gone up to a scrape
 * before Kubernetes says that it is not there, and meanwhile nobody else would tell of any.
 */
const MEMORY = `max by (pod) (${gaugeLately("last", "container_memory_working_set_bytes", processors)})`;

/** The limit of each processor; a second kube-state-metrics, while one is replaced, does not count twice. */
const podLimits = (resource: "cpu" | "memory"): string =>
  `max by (pod) (${gauge("kube_pod_container_resource_limits", { ...processors, resource })})`;

/** Limits of all processors. */
const limits = (resource: "cpu" | "memory"): string => `sum(${podLimits(resource)})`;
