import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { z } from "zod";
import { loadEvent } from "../load/load-event";
import { decisionAnswer } from "../../../services/traffic-controller/api/decision-schema";
import type { ControllerWord, ObservedEvent } from "./observed-event";

/** Where events come from. It ends with the signal, and never fails. */
export type LiveSource = (
  tell: (event: ObservedEvent) => void,
  signal: AbortSignal,
) => Promise<void>;

/** From one probe of a region to the next, ms, as a traffic controller is configured. */
const PROBE_INTERVAL_MS = 1_000;

/** What is looked at of an answer to GET /decision; nothing if it is something else. */
export function wordOf(answer: unknown): ControllerWord | undefined {
  const parsed = decisionAnswer.safeParse(answer);
  if (!parsed.success) return undefined;
  const { at, entry, summary, regions, entries, writes, warmUpLeftSeconds } = parsed.data;
  const served = entries.find(({ isOwn }) => isOwn)?.served;
  return {
    entry,
    summary,
    regions: regions.map(({ region, state, why, probe }) => ({
      region,
      why,
      ...(state !== undefined && { state }),
      ...(probe !== undefined && probe.failures > 0 && { probesFailSince: failSince(probe, at) }),
    })),
    ...(served !== undefined && { served }),
    because: writes.last?.because ?? [],
    ...(warmUpLeftSeconds > 0 && { isWarmingUp: true as const }),
  };
}

/** @param at when this was said. */
const failSince = (
  { ageSeconds, failures }: { readonly ageSeconds: number; readonly failures: number },
  at: string,
): number => Date.parse(at) - ageSeconds * 1_000 - (failures - 1) * PROBE_INTERVAL_MS;

const line = z.string().transform((text, context) => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    context.addIssue({ code: "custom", message: "no JSON" });
    return z.NEVER;
  }
});

/** The events of a load that writes them as lines, as `--events -` does; other lines are left out. */
export const loadSource =
  (lines: Readable): LiveSource =>
  async (tell, signal) => {
    const reader = createInterface({ input: lines });
    signal.addEventListener("abort", () => {
      reader.close();
    });
    for await (const text of reader) {
      const parsed = line.pipe(loadEvent).safeParse(text);
      if (parsed.success) tell({ type: "request", request: parsed.data });
    }
  };
