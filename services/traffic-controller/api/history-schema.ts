import { z } from "zod";
import { API_VERSION, instant, weights } from "./decision-schema";

/** Something that has happened, as it is kept. */
export const historyEntry = z.object({
  at: instant,
  kind: z
    .enum([
      "state",
      "alert",
      "alert-over",
      "write",
      "write-failed",
      "disagreement",
      "leader",
      "overrides",
    ])
    .describe("what sort of thing"),
  region: z.string().optional().describe("whom it is about"),
  text: z.string().describe("what has happened, in a sentence"),
  why: z.array(z.string()).describe("in words"),
  before: weights.optional().describe("of a write: what was served before it"),
  after: weights.optional().describe("of a write: what was served from then on"),
});

/** Answer to GET /history. */
export const historyAnswer = z.object({
  version: z.literal(API_VERSION).describe("of this form; fields may be added to it"),
  since: instant.describe("when this replica started: it remembers nothing older"),
  total: z.int().describe("what has happened since, whether it is still kept or not"),
  entries: z.array(historyEntry).describe("the newest first"),
});

export type HistoryEntry = z.output<typeof historyEntry>;
export type HistoryAnswer = z.output<typeof historyAnswer>;
