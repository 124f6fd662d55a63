import { expect } from "chai";
import fc from "fast-check";
import highs from "highs";
import { roundTrip } from "../../../../routing/distance";
import { decisionSettingsSchema } from "../../../../services/traffic-controller/settings";
import { runs } from "./runs";
import { topologies, wellSignals, World } from "./worlds";

type Matrix = readonly (readonly number[])[];

/** Demands by entry and room by region in intents/min, and what a request costs between them. */
interface Transport {
  readonly demand: readonly number[];
  readonly room: readonly number[];
  readonly cost: Matrix;
}

const sum = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0);

/** The least that the requests can cost, by a solver that knows nothing of ours. */
function optimum(
  solver: Awaited<ReturnType<typeof highs>>,
  { demand, room, cost }: Transport,
): number {
  const each = (name: (entry: number, region: number) => string): string[][] =>
    demand.map((_, entry) => room.map((_, region) => name(entry, region)));
  const flow = each((entry, region) => `x${entry}_${region}`);
  const objective = each((entry, region) => `${cost[entry]?.[region] ?? 0} x${entry}_${region}`);
  const supplies = demand.map((amount, entry) => `${flow[entry]?.join(" + ") ?? ""} = ${amount}`);
  const limits = room.map(
    (most, region) => `${flow.map((row) => row[region] ?? "").join(" + ")} <= ${most}`,
  );
  const { Status, ObjectiveValue } = solver.solve(
    ["Minimize", objective.flat().join(" + "), "Subject To", ...supplies, ...limits, "End"].join(
      "\n",
    ),
  );
  expect(Status).to.equal("Optimal");
  return ObjectiveValue;
}

const costOf = (shares: Matrix, { demand, cost }: Transport): number =>
  sum(
    shares.map(
      (row, entry) =>
        ((demand[entry] ?? 0) / 100) *
        sum(row.map((points, region) => points * (cost[entry]?.[region] ?? 0))),
    ),
  );

describe("the assignment", () => {
  const worlds = topologies(2, 6).chain((topology) =>
    fc.record({
      topology: fc.constant(topology),
      /** Demand by entry, as a share of all of the room. */
      parts: fc.array(fc.integer({ min: 1, max: 100 }), {
        minLength: topology.regions.length,
        maxLength: topology.regions.length,
      }),
      fullness: fc.integer({ min: 10, max: 99 }),
      ticks: fc.integer({ min: 1, max: 3 }),
    }),
  );

  for (const strategy of ["latency", "cost"] as const) {
    it(`by ${strategy} is within 5 % of the optimum, and overloads nobody, in any of many worlds`, async () => {
      const solver = await highs();
      const settings = decisionSettingsSchema.parse({
        assignment: { strategy },
        shift: { maxStepPoints: 100, holdDownSeconds: 0 },
      });
      fc.assert(
        fc.property(worlds, ({ topology: { regions, ...rest }, parts, fullness, ticks }) => {
          const room = regions.map(
            ({ capacityIntentsPerMinute }) => 0.85 * capacityIntentsPerMinute,
          );
          const scale = (fullness / 100) * (sum(room) / sum(parts));
          const demand = parts.map((part) => Math.max(1, part * scale));
          fc.pre(sum(demand) <= sum(room));
          const cost = regions.map((entry) =>
            regions.map((region) =>
              strategy === "cost"
                ? region.costUsdPerThousandIntents
                : 1 + roundTrip(entry.location, region.location),
            ),
          );
          const world = new World({ regions, ...rest }, settings);
          const { matrix, reasons } = world.pass(ticks, {
            signals: Object.fromEntries(
              regions.map(({ name, costUsdPerThousandIntents }, index) => [
                name,
                {
                  ...wellSignals,
                  demandIntentsPerMinute: demand[index] ?? 0,
                  costUsdPerThousandIntents,
                },
              ]),
            ),
          });
          const transport = { demand, room, cost };
          const best = optimum(solver, transport);
          expect(costOf(matrix, transport)).to.be.at.most(1.05 * best + 1e-6 * sum(demand));
          room.forEach((most, region) => {
            const load = sum(
              matrix.map((row, entry) => ((row[region] ?? 0) * (demand[entry] ?? 0)) / 100),
            );
            expect(load).to.be.at.most(most * (1 + 1e-6));
          });
          expect(reasons.filter(({ code }) => code === "overloaded")).to.deep.equal([]);
        }),
        runs(100),
      );
    });
  }
});
