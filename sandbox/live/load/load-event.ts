import { z } from "zod";
import { kindNames } from "./kinds";

/** One request of a load, once it has ended. As JSON, one a line, in the order in which they ended. */
export const loadEvent = z.object({
  /** When it was due, ms since 1970. */
  t: z.number(),
  kind: z.enum(kindNames),
  /** Name of the entry that its client is near. */
  entry: z.string(),
  /** Who worked on it, by its own word. */
  region: z.string().optional(),
  /** Absent: no answer came. */
  status: z.int().optional(),
  /** From when it was due until its answer was there or it was given up, ms. */
  ms: z.number(),
  /** How much later than due it was started, ms: the load's own fault. */
  lateMs: z.number(),
  /** How often the client itself had to try, at least once. */
  tries: z.int(),
  /** Why no answer came. */
  error: z.string().optional(),
});

export type LoadEvent = z.output<typeof loadEvent>;

/**
 * How a request ended. `unavailable`: it is bound to regions that are dead, and was told so by 503, as it
 * should be.
 */
export type Outcome = "ok" | "unavailable" | "failed";

export function outcomeOf({ kind, status }: Pick<LoadEvent, "kind" | "status">): Outcome {
  if (status !== undefined && status >= 200 && status < 300) return "ok";
  return status === 503 && kind.startsWith("bound-") ? "unavailable" : "failed";
}
