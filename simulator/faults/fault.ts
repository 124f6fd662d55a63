import { z } from "zod";
import { rowOf } from "../../services/traffic-controller/decision/memory";

/** What a Prometheus does instead of telling the truth. */
export const lies = ["dead", "late", "nan", "rosy", "gloomy", "brim", "absurd"] as const;
export type Lie = (typeof lies)[number];

/** What an API server does instead of what it is asked for. */
export const apiTroubles = [
  "down",
  "errors",
  "throttled",
  "conflicts",
  "lost-answers",
  "slow",
] as const;
export type ApiTrouble = (typeof apiTroubles)[number];

/** Where a process is hit: at once, or at the next write, before, while or after it is carried out. */
export const moments = ["now", "before-write", "during-write", "after-write"] as const;
export type WriteMoment = (typeof moments)[number];

const region = z.string().min(1).describe("a region of the topology");
const replica = z
  .union([z.literal(0), z.literal(1), z.literal("leader")])
  .default("leader")
  .describe("which of the two replicas, 0 or 1, or whichever leads then");

const when = {
  at: z.number().min(0).describe("seconds from the start"),
  for: z.number().positive().default(60).describe("seconds that it lasts"),
  every: z
    .number()
    .positive()
    .optional()
    .describe("seconds; comes and goes with this period, there for its first half"),
};

/** Whose process, and at what moment of its work. */
const hit = {
  region,
  replica,
  moment: z
    .enum(moments)
    .default("now")
    .describe(`one of ${moments.join(", ")}`),
};

/** What can go wrong, and what operators do about it. */
export const faultSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z
      .literal("outage")
      .describe("a gateway that answers nobody, and a region that serves nothing"),
    region,
    ...when,
  }),
  z.strictObject({
    kind: z.literal("brown-out").describe("a region that works, but less or badly"),
    region,
    capacityRatio: z
      .number()
      .min(0)
      .max(1)
      .default(1)
      .describe("share of its capacity that is left"),
    failingRatio: z.number().min(0).max(1).default(0).describe("share of its attempts that fail"),
    ...when,
  }),
  z.strictObject({
    kind: z.literal("demand").describe("more or fewer requests at an entry"),
    region,
    factor: z.number().min(0).max(10).describe("times what is usual; 0: the entry is lost"),
    ...when,
  }),
  z.strictObject({
    kind: z.literal("partition").describe("a link that is cut in one direction"),
    from: region,
    to: region,
    ...when,
  }),
  z.strictObject({
    kind: z
      .literal("isolation")
      .describe("a region that is cut off from all others, in both directions"),
    region,
    ...when,
  }),
  z.strictObject({
    kind: z.literal("prometheus").describe("a Prometheus that does not tell the truth"),
    region,
    how: z.enum(lies).describe(`one of ${lies.join(", ")}`),
    ...when,
  }),
  z.strictObject({
    kind: z.literal("api").describe("an API server in trouble"),
    region,
    how: z.enum(apiTroubles).describe(`one of ${apiTroubles.join(", ")}`),
    ...when,
  }),
  z.strictObject({
    kind: z.literal("kill").describe("a replica of the controller that dies and starts again"),
    ...hit,
    ...when,
  }),
  z.strictObject({
    kind: z
      .literal("pause")
      .describe("a replica that stands still and goes on as if nothing had been"),
    ...hit,
    ...when,
  }),
  z.strictObject({
    kind: z.literal("clock").describe("a replica's clock that is set forward or back, once"),
    region,
    replica,
    stepMs: z.number().min(-600_000).max(600_000).describe("ms, negative: back"),
    at: when.at,
  }),
  z.strictObject({
    kind: z.literal("edit").describe("somebody else changes an entry's routes, once"),
    region,
    weights: z.record(z.string(), z.number()).optional().describe("left out: no row at all"),
    at: when.at,
  }),
  z.strictObject({
    kind: z.literal("drain").describe("an operator leads all requests away, step by step"),
    region,
    ...when,
  }),
  z.strictObject({
    kind: z.literal("exclude").describe("an operator takes a region out at once"),
    region,
    ...when,
  }),
  z.strictObject({
    kind: z.literal("pin").describe("an operator gives an entry a row"),
    region,
    weights: z.record(z.string(), z.number()).describe("whole percent that sum to 100"),
    ...when,
  }),
  z.strictObject({
    kind: z.literal("freeze").describe("an operator stops all shifts"),
    ...when,
  }),
]);

export type Fault = z.output<typeof faultSchema>;
export type FaultInput = z.input<typeof faultSchema>;

/** When a fault is there, in seconds from the start: once, or once in each period. */
export function spells(fault: Fault): { readonly from: number; readonly until: number }[] {
  if (!("for" in fault)) return [{ from: fault.at, until: fault.at }];
  const end = fault.at + fault.for;
  if (fault.every === undefined) return [{ from: fault.at, until: end }];
  const found = [];
  for (let from = fault.at; from < end; from += fault.every) {
    found.push({ from, until: Math.min(end, from + fault.every / 2) });
  }
  return found;
}

/** Regions that a fault names and a topology lacks, and weights that are no row of it. */
export function misfits(fault: Fault, regions: readonly string[]): string[] {
  const named = [
    ...("region" in fault ? [fault.region] : []),
    ...(fault.kind === "partition" ? [fault.from, fault.to] : []),
  ];
  const unknown = named
    .filter((name) => !regions.includes(name))
    .map((name) => `${name} is no region (they are ${regions.join(", ")})`);
  const hasNoRow =
    (fault.kind === "pin" || fault.kind === "edit") &&
    fault.weights !== undefined &&
    rowOf(fault.weights, regions) === undefined;
  return hasNoRow
    ? [...unknown, "the weights are not whole percents of all regions, 100 in all"]
    : unknown;
}
