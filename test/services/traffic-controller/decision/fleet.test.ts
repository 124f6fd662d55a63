import { expect } from "chai";
import fc from "fast-check";
import { loadsOf } from "../../../../services/traffic-controller/decision/row";
import {
  decisionSettingsSchema,
  strategies,
} from "../../../../services/traffic-controller/settings";
import { Fleet } from "./fleet";
import { runs } from "./runs";
import { type Conditions, topologies, wellSignals } from "./worlds";

const HOLD_DOWN = 10;
const STEP = 20;

const sum = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0);

/** Four regions whose controllers see each other 0 to 3 s late, and demand that changes once. */
const fleets = topologies(4, 4).chain((topology) =>
  fc.record({
    topology: fc.constant(topology),
    strategy: fc.constantFrom(...strategies),
    delays: fc.array(fc.array(fc.nat({ max: 3 }), { minLength: 4, maxLength: 4 }), {
      minLength: 4,
      maxLength: 4,
    }),
    demands: fc.array(
      fc.array(fc.integer({ min: 1, max: 2_000 }), { minLength: 4, maxLength: 4 }),
      {
        minLength: 2,
        maxLength: 2,
      },
    ),
  }),
);

describe("four controllers with different and delayed views", () => {
  const run = ({ topology, strategy, delays, demands }: FleetWorld) => {
    const settings = decisionSettingsSchema.parse({
      assignment: { strategy },
      shift: { maxStepPoints: STEP, holdDownSeconds: HOLD_DOWN },
    });
    const fleet = new Fleet(topology, settings, delays);
    const conditions = (demand: readonly number[]): Conditions => ({
      signals: Object.fromEntries(
        topology.regions.map(({ name }, index) => [
          name,
          { ...wellSignals, demandIntentsPerMinute: demand[index] ?? 0 },
        ]),
      ),
    });
    const [first = [], second = []] = demands;
    for (let tick = 0; tick < 120; tick++) fleet.tick(conditions(first));
    const rows = [fleet.rows];
    for (let tick = 0; tick < 200; tick++) {
      fleet.tick(conditions(second));
      rows.push(fleet.rows);
    }
    return { rows, demand: second };
  };

  it("come to rest once the demand does", () => {
    fc.assert(
      fc.property(fleets, (world) => {
        const { rows } = run(world);
        expect(rows.slice(-60)).to.deep.equal(Array.from({ length: 60 }, () => rows.at(-1)));
      }),
      runs(8),
    );
  });

  it("send a region at most one step of each entry too much, and less after each hold-down if there is room", () => {
    fc.assert(
      fc.property(fleets, (world) => {
        const { rows, demand } = run(world);
        const room = world.topology.regions.map((it) => 0.85 * it.capacityIntentsPerMinute);
        const fair = Math.max(1, sum(demand) / sum(room));
        const rounding = sum(demand) / 100;
        const limits = room.map((usable) => fair * usable + rounding);
        const oneStep = (STEP * sum(demand)) / 100;
        const loads = rows.map((all) => loadsOf(all, demand));
        const before = loads[0] ?? [];
        const tooMuch = loads.map((all) =>
          sum(all.map((load, region) => Math.max(0, load - (limits[region] ?? 0)))),
        );
        loads.forEach((all, tick) => {
          all.forEach((load, region) => {
            expect(load).to.be.at.most(
              Math.max(before[region] ?? 0, limits[region] ?? 0) + oneStep + 1e-6,
            );
          });
          const later = tooMuch[tick + HOLD_DOWN + 4];
          const now = tooMuch[tick] ?? 0;
          if (later !== undefined && now > 0 && fair === 1) expect(later).to.be.below(now);
        });
        expect(tooMuch.at(-1)).to.equal(0);
      }),
      runs(8),
    );
  });

  it("change an entry's row at most once in a hold-down, however a signal flaps", () => {
    fc.assert(
      fc.property(fleets, fc.integer({ min: 1, max: 20 }), (world, period) => {
        const settings = decisionSettingsSchema.parse({ assignment: { strategy: world.strategy } });
        const fleet = new Fleet(world.topology, settings, world.delays);
        const changes: number[][] = [[], [], [], []];
        let before = fleet.rows;
        for (let tick = 0; tick < 200; tick++) {
          const isBad = Math.floor(tick / period) % 2 === 0;
          const utilisation = { ...wellSignals.utilisation, cpu: isBad ? 0.91 : 0.79 };
          fleet.tick({ signals: { atlantis: { ...wellSignals, utilisation } } });
          fleet.rows.forEach((row, entry) => {
            if (row.some((points, region) => points !== before[entry]?.[region]))
              changes[entry]?.push(tick);
          });
          before = fleet.rows;
        }
        for (const ticks of changes) {
          ticks.slice(1).forEach((tick, index) => {
            expect(tick - (ticks[index] ?? 0)).to.be.at.least(settings.shift.holdDownSeconds);
          });
        }
      }),
      runs(6),
    );
  });
});

type FleetWorld = typeof fleets extends fc.Arbitrary<infer World> ? World : never;
