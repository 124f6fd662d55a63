import type { Agent } from "node:http";
import type { ProbeAnswer } from "../controller/controller";
import { exchange, ExchangeError } from "../http/exchange";
import { REGION_HEADER, signalsPath } from "./place";
import { fromWire } from "./wire";

export interface ProbeBounds {
  readonly agent: Agent;
  /** From the start to the last byte, ms. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** A report is longer with more regions: about 100 bytes for each. */
const MOST_BYTES = 256 * 1_024;

/**
 * Asks a region for its signals, by way of the own gateway and its. Any answer that its gateway has
 * marked proves the link; one that has only come as far as the own gateway proves nothing.
 *
 * @param monotonicMs a clock for the round trip.
 * @returns nothing for a probe that failed or was given up.
 */
export async function probe(
  gatewayUrl: string,
  region: string,
  { agent, timeoutMs, signal }: ProbeBounds,
  monotonicMs: () => number = () => performance.now(),
): Promise<ProbeAnswer | undefined> {
  const url = new URL(signalsPath(region), gatewayUrl);
  const sentAt = monotonicMs();
  try {
    const answer = await exchange({ url, agent }, { timeoutMs, maxBytes: MOST_BYTES, signal });
    if (answer.headers[REGION_HEADER] !== region) return undefined;
    const roundTripMs = monotonicMs() - sentAt;
    const report = answer.status === 200 ? fromWire(region, answer.body) : undefined;
    return { roundTripMs, ...(report && { report }) };
  } catch (error) {
    if (error instanceof ExchangeError) return undefined;
    throw error;
  }
}
