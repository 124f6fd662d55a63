import type { Seeded } from "../seeded";
import { apiTroubles, type Fault, faultSchema, type FaultInput, lies, moments } from "./fault";

/** How often each kind comes up, relative to the others. */
const KINDS: readonly FaultInput["kind"][] = [
  "outage",
  "outage",
  "brown-out",
  "brown-out",
  "demand",
  "partition",
  "partition",
  "isolation",
  "prometheus",
  "prometheus",
  "prometheus",
  "api",
  "api",
  "api",
  "kill",
  "kill",
  "kill",
  "pause",
  "pause",
  "clock",
  "edit",
  "drain",
  "exclude",
  "pin",
  "freeze",
];

/** What goes wrong in a random world: nothing begins before all are up, all is over at the end. */
export function randomFaults(
  random: Seeded,
  regions: readonly string[],
  untilSeconds: number,
): Fault[] {
  const count = random.whole(1, 9);
  return Array.from({ length: count }, () => {
    const at = random.whole(5, untilSeconds - 20);
    const lasts = Math.min(untilSeconds - at, random.whole(2, 120));
    return faultSchema.parse(randomFault(random, regions, { at, for: lasts }));
  });
}

function randomFault(
  random: Seeded,
  regions: readonly string[],
  { at, for: lasts }: { readonly at: number; readonly for: number },
): FaultInput {
  const kind = random.oneOf(KINDS);
  const region = random.oneOf(regions);
  const replica = random.oneOf([0, 1, "leader"] as const);
  const spell = { at, for: lasts };
  const when = random.chance(0.3) ? { ...spell, every: random.whole(2, 40) } : spell;
  switch (kind) {
    case "outage":
    case "isolation":
      return { kind, region, ...when };
    case "brown-out":
      return {
        kind,
        region,
        capacityRatio: random.oneOf([1, 0.8, 0.4, 0.1]),
        failingRatio: random.oneOf([0, 0.03, 0.06, 0.3, 0.9]),
        ...when,
      };
    case "demand":
      return { kind, region, factor: random.oneOf([0, 0.2, 1.5, 3, 8]), ...when };
    case "partition":
      return { kind, from: region, to: random.oneOf(regions), ...when };
    case "prometheus":
      return { kind, region, how: random.oneOf(lies), ...when };
    case "api":
      return { kind, region, how: random.oneOf(apiTroubles), ...when };
    case "kill":
    case "pause":
      return { kind, region, replica, moment: random.oneOf(moments), ...spell };
    case "clock":
      return {
        kind,
        region,
        replica,
        stepMs: random.oneOf([-60_000, -3_000, -200, 500, 4_000, 90_000]),
        at,
      };
    case "edit":
      return random.chance(0.3)
        ? { kind, region, at }
        : { kind, region, weights: randomRow(random, regions), at };
    case "pin":
      return { kind, region, weights: randomRow(random, regions), ...spell };
    case "drain":
    case "exclude":
      return { kind, region, ...spell };
    case "freeze":
      return { kind, ...spell };
  }
}

function randomRow(random: Seeded, regions: readonly string[]): Record<string, number> {
  let left = 100;
  return Object.fromEntries(
    regions.map((region, index) => {
      const points = index === regions.length - 1 ? left : random.whole(0, left);
      left -= points;
      return [region, points];
    }),
  );
}
