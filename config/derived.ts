/**
 * Seconds from an intent's arrival to its deployment order, LLM calls included. It ties the two
 * ways of saying how much a region takes: 1,000 intents/min are 100 in flight.
 */
export const SECONDS_PER_INTENT = 6;

/**
 * Intents in flight at a region's full capacity (Little's law), at least 1.
 *
 * @param capacityIntentsPerMinute the region's capacity from the topology, in intents/min.
 */
export function intentsInFlight(capacityIntentsPerMinute: number): number {
  return Math.max(1, Math.round((capacityIntentsPerMinute * SECONDS_PER_INTENT) / 60));
}

/**
 * How far a region may grow: twice its replicas, so that it can carry a failed peer of its own size.
 */
export function hpaMaximum(minimumReplicas: number): number {
  return 2 * minimumReplicas;
}
