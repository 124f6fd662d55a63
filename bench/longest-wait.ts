import { z } from "zod";

/** A resource that the engine was busy with, from the first step on it to its end. */
export interface Wait {
  /** Type and name: `kubernetes:core/v1:Service llm-processor-service`. */
  readonly resource: string;
  /** Whole seconds: the event log knows no finer time. */
  readonly seconds: number;
}

/** The stack itself lasts as long as everything in it. */
const STACK = "pulumi:pulumi:Stack";

const step = z.object({ metadata: z.object({ urn: z.string(), type: z.string() }) }).optional();
const eventSchema = z.object({
  timestamp: z.number(),
  resourcePreEvent: step,
  resOutputsEvent: step,
});

/** What the engine waited for longest, from its event log; undefined if it did nothing. */
export function longestWait(eventLog: string): Wait | undefined {
  const begun = new Map<string, number>();
  let longest: Wait | undefined;
  for (const line of eventLog.split("\n").filter((text) => text !== "")) {
    const { timestamp, resourcePreEvent, resOutputsEvent } = eventSchema.parse(JSON.parse(line));
    if (resourcePreEvent) begun.set(resourcePreEvent.metadata.urn, timestamp);
    if (!resOutputsEvent || resOutputsEvent.metadata.type === STACK) continue;
    const { urn, type } = resOutputsEvent.metadata;
    const seconds = timestamp - (begun.get(urn) ?? timestamp);
    if (longest && seconds <= longest.seconds) continue;
    longest = { resource: `${type} ${urn.split("::").at(-1) ?? urn}`, seconds };
  }
  return longest;
}
