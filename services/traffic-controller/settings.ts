import { z } from "zod";

/** How an entry's requests are shared out; docs/routing.md has the formulas. */
export const strategies = ["latency", "capacity", "cost", "hybrid"] as const;
export type Strategy = (typeof strategies)[number];

const ratio = z.number().min(0).max(1);
const seconds = z.number().min(0).max(86_400);
const count = z.int().min(1).max(1_000_000);

const success = z
  .strictObject({
    enterBelowRatio: ratio.default(0.95).describe("successes over attempts below which is bad"),
    leaveFromRatio: ratio.default(0.98).describe("successes over attempts from which is good"),
    enterAfterSeconds: seconds.default(10).describe("bad for so long: degraded"),
    failAfterSeconds: seconds.default(30).describe("bad for so long: failed"),
    collapseBelowRatio: ratio.default(0.5).describe("successes over attempts of a collapse"),
    collapseAfterSeconds: seconds.default(5).describe("collapsed for so long: failed"),
  })
  .refine((it) => it.enterBelowRatio <= it.leaveFromRatio, {
    path: ["leaveFromRatio"],
    error: "at least enterBelowRatio",
  })
  .refine((it) => it.collapseBelowRatio <= it.enterBelowRatio, {
    path: ["collapseBelowRatio"],
    error: "at most enterBelowRatio",
  });

const latency = z
  .strictObject({
    enterAboveMs: z.number().positive().default(5_000).describe("P95 above which is bad, ms"),
    leaveUpToMs: z.number().positive().default(4_000).describe("P95 up to which is good, ms"),
    enterAfterSeconds: seconds.default(10).describe("bad for so long: degraded"),
    failAfterSeconds: seconds.default(60).describe("bad for so long: failed"),
  })
  .refine((it) => it.leaveUpToMs <= it.enterAboveMs, {
    path: ["leaveUpToMs"],
    error: "at most enterAboveMs",
  });

const utilisation = z
  .strictObject({
    enterAboveRatio: ratio.default(0.9).describe("the fullest resource above which is bad"),
    leaveUpToRatio: ratio.default(0.8).describe("the fullest resource up to which is good"),
    enterAfterSeconds: seconds.default(10).describe("bad for so long: degraded, never failed"),
  })
  .refine((it) => it.leaveUpToRatio <= it.enterAboveRatio, {
    path: ["leaveUpToRatio"],
    error: "at most enterAboveRatio",
  });

const probes = z.strictObject({
  failAfter: count
    .default(2)
    .describe("failed probes in a row until a link is down; one a second, so 2 take one second"),
  recoverAfter: count.default(5).describe("answered probes in a row until a link is up again"),
});

const recovery = z
  .strictObject({
    degradedHoldOffSeconds: seconds.default(30).describe("good for so long: no more degraded"),
    failedHoldOffSeconds: seconds
      .default(30)
      .describe("good for so long: from failed to recovering"),
    longestHoldOffSeconds: seconds
      .default(900)
      .describe("each repetition doubles the hold-off up to this"),
    forgiveAfterSeconds: seconds
      .default(1_800)
      .describe("healthy for so long: the next failure is a first one again"),
    rampStartRatio: ratio.default(0.1).describe("share of its capacity that a region returns with"),
    rampSeconds: z.number().positive().max(86_400).default(120).describe("from that to all of it"),
  })
  .refine((it) => it.failedHoldOffSeconds <= it.longestHoldOffSeconds, {
    path: ["longestHoldOffSeconds"],
    error: "at least failedHoldOffSeconds",
  })
  .refine((it) => it.degradedHoldOffSeconds <= it.longestHoldOffSeconds, {
    path: ["longestHoldOffSeconds"],
    error: "at least degradedHoldOffSeconds",
  });

const staleness = z.strictObject({
  signalsSeconds: seconds.default(15).describe("age from which signals count as missing"),
  probesSeconds: seconds.default(3).describe("age from which another entry's probes do"),
});

const assignment = z
  .strictObject({
    strategy: z
      .enum(strategies)
      .default("hybrid")
      .describe(`one of ${strategies.join(", ")}`),
    usableRatio: ratio
      .positive()
      .default(0.85)
      .describe(
        "share of a region's capacity that is planned with, below the 90 % that degrade it",
      ),
    spillFromRatio: ratio
      .default(0.7)
      .describe("share of a region's capacity from which hybrid looks for other regions"),
    spillMs: z
      .number()
      .min(0)
      .default(50)
      .describe("round trip that hybrid accepts to leave a region that is so full, ms"),
    usdPerThousandIntentsPerMs: z
      .number()
      .positive()
      .default(0.01)
      .describe("what hybrid pays for a millisecond, USD per 1,000 intents"),
  })
  .refine((it) => it.spillFromRatio <= it.usableRatio, {
    path: ["spillFromRatio"],
    error: "at most usableRatio",
  });

const shift = z
  .strictObject({
    maxStepPoints: z
      .int()
      .min(1)
      .max(100)
      .default(20)
      .describe(
        "points of an entry's 100 that move at once, but for those away from a failed region",
      ),
    minStepPoints: z
      .int()
      .min(1)
      .max(100)
      .default(2)
      .describe(
        "points below which a shift is not worth a write, but for one that relieves an overload",
      ),
    holdDownSeconds: seconds.default(10).describe("least time between two such shifts of an entry"),
    leastGainRatio: ratio
      .max(0.05)
      .default(0.04)
      .describe("how much better another region has to be for what moves there"),
  })
  .refine((it) => it.minStepPoints <= it.maxStepPoints, {
    path: ["minStepPoints"],
    error: "at most maxStepPoints",
  });

/** Settings of the decision core; what is left out has the default that is written down here. */
export const decisionSettingsSchema = z.strictObject({
  windowSeconds: seconds
    .default(30)
    .describe("the window of the signals, as the recording rules have it"),
  minimumAttempts: count
    .default(50)
    .describe("attempts in the window of the signals without which success and P95 prove nothing"),
  success: success.prefault({}).describe("when failed intents make a region a bad one"),
  latency: latency.prefault({}).describe("when slow intents make a region a bad one"),
  utilisation: utilisation.prefault({}).describe("when a region is too full"),
  probes: probes.prefault({}).describe("when an entry takes a region for unreachable"),
  recovery: recovery.prefault({}).describe("how a region comes back"),
  staleness: staleness.prefault({}).describe("when what was heard of a region is too old"),
  assignment: assignment.prefault({}).describe("how requests are shared out over regions"),
  shift: shift.prefault({}).describe("how fast shares change"),
});

export type DecisionSettings = z.output<typeof decisionSettingsSchema>;

/** The settings that are shipped. */
export const shippedSettings: DecisionSettings = decisionSettingsSchema.parse({});
