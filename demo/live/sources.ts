import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { z } from "zod";
import { loadEvent } from "../../sandbox/live/load/load-event";
import { decisionAnswer } from "../../services/traffic-controller/api/decision-schema";
import type { ControllerWord, LiveEvent } from "./live-event";

/** Where the picture's events come from. It ends with the signal, and never fails. */
export type LiveSource = (tell: (event: LiveEvent) => void, signal: AbortSignal) => Promise<void>;

/** What is shown of an answer to GET /decision; nothing if it is something else. */
export function wordOf(answer: unknown): ControllerWord | undefined {
  const parsed = decisionAnswer.safeParse(answer);
  if (!parsed.success) return undefined;
  const { entry, summary, regions, entries, writes } = parsed.data;
  const served = entries.find(({ isOwn }) => isOwn)?.served;
  return {
    entry,
    summary,
    regions: regions.map(({ region, state, why }) => ({
      region,
      why,
      ...(state !== undefined && { state }),
    })),
    ...(served !== undefined && { served }),
    because: writes.last?.because ?? [],
  };
}

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
