import type { Agent } from "node:http";
import type { ProbeAnswer } from "../controller/controller";
import { pause, periodically } from "../loops/periodically";
import { probe } from "./probe";

export interface PollerOptions {
  readonly gatewayUrl: string;
  readonly regions: readonly string[];
  readonly agent: Agent;
  /** From the start of a region's probe to that of its next, ms. */
  readonly intervalMs: number;
  /** Ms, at most the interval: there is one probe of a region at a time. */
  readonly timeoutMs: number;
  /** From 0 to 1. @default Math.random */
  readonly random?: () => number;
}

/** Who is told what has come of probes. */
export interface PollerSink {
  answered(region: string, answer: ProbeAnswer): void;
  failed(region: string): void;
}

const JITTER = 0.1;

/**
 * Probes every region, each in its own rhythm: one that is slow delays no other, and never is more than
 * one probe of a region under way. Ends with the signal.
 */
export async function pollRegions(
  { gatewayUrl, regions, agent, intervalMs, timeoutMs, random = Math.random }: PollerOptions,
  sink: PollerSink,
  signal: AbortSignal,
): Promise<void> {
  await Promise.all(
    regions.map(async (region) => {
      // Not all at once.
      await pause((intervalMs * random()) / 2, signal);
      await periodically({ intervalMs, jitterRatio: JITTER, random }, signal, async () => {
        const answer = await probe(gatewayUrl, region, { agent, timeoutMs, signal });
        // What has been given up says nothing about the region.
        if (signal.aborted) return;
        if (answer === undefined) sink.failed(region);
        else sink.answered(region, answer);
      });
    }),
  );
}
