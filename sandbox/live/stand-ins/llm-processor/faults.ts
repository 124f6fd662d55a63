import { z } from "zod";

/** What the processor is told to do wrong; what is left out is as it should be. */
export const faultsSchema = z.strictObject({
  /** Added to the time of every request below /v1, ms. */
  delayMs: z.int().min(0).max(600_000).default(0),
  /** Part of the requests below /v1 that fail, from 0 to 1. */
  failRatio: z.number().min(0).max(1).default(0),
  /** How they fail: with a status, or with a connection that is reset before any answer. */
  failWith: z.union([z.literal(500), z.literal(503), z.literal("reset")]).default(503),
  /** Whether the work is done before they fail, so that a repetition meets its result. */
  failAfterWork: z.boolean().default(false),
  /** Whether /healthz and /readyz answer 503. */
  unwell: z.boolean().default(false),
});

export type Faults = z.output<typeof faultsSchema>;

/** Nothing goes wrong. */
export const NO_FAULTS: Faults = faultsSchema.parse({});
