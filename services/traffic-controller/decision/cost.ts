import type { Region, Topology } from "../../../config/topology";
import { roundTrip } from "../../../routing/distance";
import type { DecisionSettings } from "../settings";
import type { RegionHealth } from "./memory";
import type { ProbeRows } from "./snapshot";

/** Costs by entry and region, as multiples of the dearest. */
export interface Costs {
  readonly perRequest: readonly (readonly number[])[];
  /** What 1 is, in the unit of the strategy: ms, or USD per 1,000 intents. */
  readonly unit: number;
}

/**
 * Costs by strategy: a round trip, times what a millisecond is worth, and money, times what that is.
 * `latency` and `capacity` count only the one, `cost` only the other, but for a thousandth by which it
 * prefers the near where money is all the same; `hybrid` counts both.
 */
export function costsOf(
  { regions }: Topology,
  probes: ProbeRows,
  health: readonly RegionHealth[],
  assignment: DecisionSettings["assignment"],
): Costs {
  const perRequest = regions.map((entry, index) => roundTripsOf(entry, regions, probes[index]));
  const usd = regions.map(
    ({ costUsdPerThousandIntents }, index) =>
      health[index]?.lastSound?.costUsdPerThousandIntents ?? costUsdPerThousandIntents,
  );
  const [perMs, perUsd] = prices(assignment, largest(perRequest), Math.max(...usd));
  const money = usd.map((price) => price * perUsd);
  // In place, for a matrix more is more time for a hundred regions than its numbers take.
  for (const row of perRequest) {
    for (let region = 0; region < row.length; region++) {
      row[region] = (row[region] ?? 0) * perMs + (money[region] ?? 0);
    }
  }
  const unit = largest(perRequest) || 1;
  for (const row of perRequest) {
    for (let region = 0; region < row.length; region++) row[region] = (row[region] ?? 0) / unit;
  }
  return { perRequest, unit };
}

/** Round trips of an entry, ms: as it has measured them, or else what distance tells. */
function roundTripsOf(
  entry: Region,
  regions: readonly Region[],
  probes: ProbeRows[number],
): number[] {
  const trips: number[] = [];
  // Pushed: what `map` returns may have holes, so V8 would box each number that is read of it.
  regions.forEach((region, index) => {
    const measured = probes?.[index]?.roundTripMs;
    const isMeasured = measured !== undefined && measured >= 0 && measured < Infinity;
    trips.push(isMeasured ? measured : roundTrip(entry.location, region.location));
  });
  return trips;
}

/** What a millisecond and a dollar per 1,000 intents are worth, in the unit of the strategy. */
function prices(
  { strategy, usdPerThousandIntentsPerMs }: DecisionSettings["assignment"],
  longestMs: number,
  dearestUsd: number,
): readonly [perMs: number, perUsd: number] {
  switch (strategy) {
    case "latency":
    case "capacity":
      return [1, 0];
    case "cost":
      return [(0.001 * (dearestUsd || 1)) / (longestMs || 1), 1];
    case "hybrid":
      return [1, 1 / usdPerThousandIntentsPerMs];
  }
}

function largest(matrix: readonly (readonly number[])[]): number {
  let most = 0;
  for (const row of matrix) {
    for (let region = 0; region < row.length; region++) most = Math.max(most, row[region] ?? 0);
  }
  return most;
}
