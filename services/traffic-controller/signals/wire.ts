import { z } from "zod";
import type { PeerReport } from "../controller/controller";

/** Version of the answer to GET /signals. Fields may be added to it; their meaning may not change. */
export const WIRE_VERSION = 1;

/** JSON has no NaN, so a number that is none is sent as null, and whoever reads it gets NaN again. */
const numberOrNaN = z
  .number()
  .nullish()
  .transform((value) => value ?? Number.NaN);

const signals = z.object({
  ageMs: numberOrNaN.describe("since the window closed, ms"),
  attempts: numberOrNaN.describe("attempts that the region served, retries too"),
  successRatio: numberOrNaN.describe("successes over attempts"),
  p95Ms: numberOrNaN.describe("95 % of the attempts were answered within it, ms"),
  utilisation: z
    .object({
      cpu: numberOrNaN,
      memory: numberOrNaN,
      network: numberOrNaN,
      intents: numberOrNaN,
    })
    .describe("how full each resource is, of 1"),
  demandIntentsPerMinute: numberOrNaN.describe("unbound requests at its entry"),
  boundIntentsPerMinute: numberOrNaN.describe("what it serves that is bound to it"),
  costUsdPerThousandIntents: numberOrNaN.describe("what it costs, USD"),
});

const count = z.int().min(0);

const probes = z.object({
  ageMs: numberOrNaN.describe("since the last one, ms"),
  to: z.record(
    z.string(),
    z.object({
      failures: count.describe("without an answer, in a row up to the last one"),
      successes: count.describe("with one, in a row up to the last one"),
      roundTripMs: z.number().min(0).nullish().describe("median of the last minute, ms"),
    }),
  ),
});

/**
 * What a controller answers to GET /signals. Ages are those at the time of the answer. Fields that are
 * not known are ignored: a newer peer may say more.
 */
export const signalsAnswer = z.object({
  version: z.literal(WIRE_VERSION).describe("of this form; fields may be added to it"),
  region: z.string().min(1).describe("who says this"),
  identity: z.string().min(1).optional().describe("of the replica"),
  leads: z.boolean().optional().describe("whether that replica leads"),
  signals: signals.optional().describe("what its Prometheus says; a number that is none is null"),
  probes: probes.optional().describe("how it reaches the regions, itself too"),
  served: z.record(z.string(), z.number()).optional().describe("the row of its entry, percent"),
});

export type SignalsAnswer = z.input<typeof signalsAnswer>;

/** The little that every version says. */
const anyVersion = z.object({ version: z.int(), region: z.string().min(1) });

/** A report as the body of an answer. */
export const toWire = (region: string, report: PeerReport): string =>
  JSON.stringify({ version: WIRE_VERSION, region, ...report } satisfies SignalsAnswer);

/**
 * What a peer said. From a version that is not known: that it is there, and no more. Nothing from a
 * body that is no answer, or speaks for another region.
 */
export function fromWire(region: string, body: string): PeerReport | undefined {
  const input = json(body);
  const known = signalsAnswer.safeParse(input);
  if (!known.success) {
    const other = anyVersion.safeParse(input);
    const isOther =
      other.success && other.data.version !== WIRE_VERSION && other.data.region === region;
    return isOther ? {} : undefined;
  }
  const { region: speaker, identity, leads, signals, probes, served } = known.data;
  if (speaker !== region) return undefined;
  return {
    ...(identity !== undefined && { identity }),
    ...(leads !== undefined && { leads }),
    ...(signals && { signals }),
    ...(probes && { probes: { ageMs: probes.ageMs, to: withoutAbsent(probes.to) } }),
    ...(served && { served }),
  };
}

type ParsedProbes = z.output<typeof probes>["to"];

/** An optional field that is absent, rather than one that is undefined or no number. */
const withoutAbsent = (to: ParsedProbes): NonNullable<PeerReport["probes"]>["to"] =>
  Object.fromEntries(
    Object.entries(to).map(([region, { roundTripMs, ...counts }]) => [
      region,
      { ...counts, ...(typeof roundTripMs === "number" && { roundTripMs }) },
    ]),
  );

function json(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
