import type { Agent } from "node:http";
import { z } from "zod";
import { exchange } from "../http/exchange";
import { type Sample, SIGNALS_QUERY } from "./signals-of";

/** The region's own Prometheus, and what bounds a query. */
export interface PrometheusAccess {
  /** Without a path. */
  readonly url: string;
  readonly agent: Agent;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** Far more than the few series of a region take. */
const MOST_BYTES = 1_024 * 1_024;

const answer = z.object({
  status: z.literal("success"),
  data: z.object({
    resultType: z.literal("matrix"),
    result: z.array(
      z.object({
        metric: z.record(z.string(), z.string()),
        values: z.array(z.tuple([z.number(), z.string()])).min(1),
      }),
    ),
  }),
});

/** Why the own signals are not known. */
export class PrometheusError extends Error {
  override readonly name = "PrometheusError";
}

/**
 * The last sample of each series that signals are made of: one query, however many regions there are.
 *
 * @param nowMs by the clock of the machine, which Prometheus' samples are dated by too.
 * @throws PrometheusError unless Prometheus tells them within the bound.
 */
export async function readSamples(
  { url, agent, timeoutMs, signal }: PrometheusAccess,
  nowMs: number,
): Promise<Sample[]> {
  const target = new URL("/api/v1/query", url);
  target.search = new URLSearchParams({
    query: SIGNALS_QUERY,
    time: String(nowMs / 1_000),
    timeout: `${String(timeoutMs)}ms`,
  }).toString();
  let body: string;
  try {
    const got = await exchange({ url: target, agent }, { timeoutMs, maxBytes: MOST_BYTES, signal });
    if (got.status !== 200) throw new Error(`it answers with ${String(got.status)}`);
    body = got.body;
  } catch (cause) {
    throw new PrometheusError(`Prometheus tells nothing: ${(cause as Error).message}`, { cause });
  }
  return samplesIn(body);
}

function samplesIn(body: string): Sample[] {
  let input: unknown;
  try {
    input = JSON.parse(body);
  } catch {
    input = undefined;
  }
  const parsed = answer.safeParse(input);
  if (!parsed.success) throw new PrometheusError("Prometheus answers something else than samples.");
  return parsed.data.data.result.flatMap(({ metric, values }) => {
    const last = values.at(-1);
    return last === undefined
      ? []
      : [{ labels: metric, atMs: last[0] * 1_000, value: Number(last[1]) }];
  });
}
