import { z } from "zod";
import { strategies } from "../settings";

/** Version of the answers. Fields may be added to them; their meaning may not change. */
export const API_VERSION = 1;

/** States of a region, as docs/routing.md has them. */
export const regionStates = ["healthy", "degraded", "draining", "failed", "recovering"] as const;

export const instant = z.iso.datetime().describe("time by this replica's clock, UTC");
const seconds = z.number();
export const weights = z
  .record(z.string(), z.int())
  .describe("percent of the entry's unbound requests by region, sum 100");
const sentences = z.array(z.string());

const signals = z.object({
  ageSeconds: seconds.nullable().describe("since its Prometheus closed the window"),
  attempts: z.number().nullable().describe("attempts in the window"),
  successRatio: z.number().nullable().describe("successes over attempts"),
  p95Ms: z.number().nullable().describe("95 % of the attempts were answered within it, ms"),
  fullest: z
    .object({
      resource: z.enum(["cpu", "memory", "network", "intents"]),
      ratio: z.number().nullable().describe("1 is full"),
    })
    .describe("the resource that has least room"),
  demandIntentsPerMinute: z.number().nullable().describe("unbound requests at its entry"),
  boundIntentsPerMinute: z.number().nullable().describe("what it serves that is bound to it"),
  costUsdPerThousandIntents: z.number().nullable().describe("what it costs, USD"),
});

const probe = z.object({
  ageSeconds: seconds.describe("since the last one"),
  failures: z.int().describe("without an answer, in a row up to the last one"),
  successes: z.int().describe("with one, in a row up to the last one"),
  roundTripMs: z.number().optional().describe("median of the last minute, ms"),
});

const region = z.object({
  region: z.string().describe("its name"),
  state: z.enum(regionStates).optional().describe("absent before the first tick"),
  since: instant
    .optional()
    .describe("since when it is in this state, as far as this replica knows"),
  forSeconds: seconds.optional().describe("the same as a duration"),
  capacityShare: z.number().optional().describe("of a recovering region: what it is given, of 1"),
  why: sentences.describe("what the decision says of it, in words"),
  signals: signals.optional().describe("what it said last of itself; absent if nothing yet"),
  probe: probe.optional().describe("how this replica reaches it; absent before the first probe"),
  reportAgeSeconds: seconds.optional().describe("since its controller last answered a probe"),
});

const entry = z.object({
  entry: z.string().describe("name of its region"),
  isOwn: z.boolean().describe("whether it is the entry that this controller writes"),
  served: weights
    .optional()
    .describe("what it serves: the own one as its cluster has it, others by their own word"),
  decided: weights.optional().describe("what it should serve now; absent before the first tick"),
  aim: z
    .record(z.string(), z.number())
    .optional()
    .describe("what it is on its way to, before it is rounded"),
  pointsToMove: z.number().optional().describe("points that differ between served and decided"),
  why: sentences.describe("what the decision says of it, in words"),
  whyNotWritten: z.string().describe("why nothing is written for it now, or that it is"),
});

const override = z.object({
  id: z.string().describe("a name of its own"),
  order: z.string().describe("what it does, in words"),
  kind: z.enum(["drain", "exclude", "pin", "freeze"]).describe("for programs"),
  author: z.string().describe("who"),
  reason: z.string().describe("why"),
  expiresAt: instant.describe("from when on it does not count, UTC"),
  expiresInSeconds: seconds.describe("the same as a duration; negative once it has"),
  status: z
    .enum(["pending", "stands", "refused"])
    .describe("pending: no tick has seen it yet; refused: it is not carried out"),
  refusal: z.string().optional().describe("why it is refused"),
});

const alert = z.object({
  code: z.string().describe("for programs"),
  text: z.string().describe("for people"),
});

const writes = z.object({
  underWay: weights.optional().describe("sent, with no answer yet"),
  last: z
    .object({
      at: instant,
      ageSeconds: seconds.describe("the same as a duration"),
      weights,
      because: sentences.describe("in words"),
    })
    .optional()
    .describe("the last one of this replica that succeeded"),
  failure: z
    .object({
      at: instant,
      ageSeconds: seconds.describe("the same as a duration"),
      kind: z
        .enum(["conflict", "retryable", "refused", "not-sent"])
        .describe(
          "conflict: somebody else was first; retryable: it is tried again soon; refused: seldom",
        ),
      inARow: z.int().describe("how many have failed since one succeeded"),
      message: z.string().optional().describe("what the API server said"),
    })
    .optional()
    .describe("the last one that failed, if none has succeeded since"),
  nextTryInSeconds: seconds.describe("0 where none is held back"),
});

/** Answer to GET /decision. Numbers that are none are null. */
export const decisionAnswer = z.object({
  version: z.literal(API_VERSION).describe("of this form; fields may be added to it"),
  at: instant,
  summary: z.string().describe("the most important, in a sentence or two"),
  entry: z.string().describe("region whose entry this controller writes"),
  identity: z.string().describe("of this replica"),
  mode: z.enum(["active", "shadow"]).describe("shadow: decides, and writes nothing"),
  strategy: z.enum(strategies).describe("how requests are shared out"),
  decidedAgeSeconds: seconds.optional().describe("since the last tick"),
  warmUpLeftSeconds: seconds.describe(
    "time during which a replica that has just started makes no gradual shift",
  ),
  leader: z.object({
    isSelf: z.boolean().describe("whether it is this replica, by its own clock"),
    holder: z.string().optional().describe("whom the Lease names; absent where nobody is known"),
    text: z.string().describe("the same in words"),
  }),
  alerts: z.array(alert).describe("what somebody should look at"),
  regions: z.array(region).describe("in the order of the topology"),
  entries: z.array(entry).describe("in the order of the topology"),
  overrides: z
    .object({
      read: z.boolean().describe("whether the ConfigMap has been read since the start"),
      list: z.array(override).describe("those of the ConfigMap, expired ones too"),
      leftOut: z.int().describe("how many more there are than are listed here"),
      invalid: z
        .object({ since: instant, problems: sentences.describe("what has to be mended") })
        .optional()
        .describe("why the ConfigMap as it is now is ignored; the list is the last valid one"),
    })
    .describe("orders of operators"),
  writes: writes.describe("of this replica, to its own entry's routes"),
});

export type DecisionAnswer = z.output<typeof decisionAnswer>;
