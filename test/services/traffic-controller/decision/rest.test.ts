import { expect } from "chai";
import fc from "fast-check";
import type { Topology } from "../../../../config/topology";
import type { Decision } from "../../../../services/traffic-controller/decision/decide";
import type { DecisionSettings } from "../../../../services/traffic-controller/settings";
import { runs } from "./runs";
import { settings, topologies, wellSignals, World } from "./worlds";

/** Worlds in which all is well and every entry has some demand, intents/min. */
const demands = topologies().chain((topology) =>
  fc.record({
    topology: fc.constant(topology),
    settings,
    demand: fc.array(fc.integer({ min: 0, max: 3_000 }), {
      minLength: topology.regions.length,
      maxLength: topology.regions.length,
    }),
    bound: fc.array(fc.integer({ min: 0, max: 300 }), {
      minLength: topology.regions.length,
      maxLength: topology.regions.length,
    }),
    dead: fc.option(fc.nat({ max: topology.regions.length - 1 })),
  }),
);

interface Demands {
  readonly topology: Topology;
  readonly settings: DecisionSettings;
  readonly demand: readonly number[];
  readonly bound: readonly number[];
  readonly dead: number | null;
}

/** Seconds within which constant signals come to rest, whatever the strategy. */
const restAfter = ({ shift }: DecisionSettings): number =>
  20 + 3 * Math.ceil(100 / shift.maxStepPoints) * Math.max(1, shift.holdDownSeconds);

const conditionsOf = ({ topology, demand, bound, dead }: Demands) => {
  const deadName = topology.regions[dead ?? -1]?.name;
  return {
    signals: Object.fromEntries(
      topology.regions.map(({ name }, index) => [
        name,
        {
          ...wellSignals,
          demandIntentsPerMinute: demand[index] ?? 0,
          boundIntentsPerMinute: bound[index] ?? 0,
        },
      ]),
    ),
    ...(deadName !== undefined && { cut: [`*>${deadName}`] }),
  };
};

const usable = ({ topology, bound }: Demands): number[] =>
  topology.regions.map(({ capacityIntentsPerMinute: capacity }, index) =>
    Math.max(0.01 * capacity, 0.85 * capacity - (bound[index] ?? 0)),
  );

const loads = ({ rows }: Decision, demand: readonly number[]): number[] =>
  rows.map((_, region) =>
    rows.reduce(
      (sum, row, entry) => sum + (Math.max(1, demand[entry] ?? 0) * (row[region] ?? 0)) / 100,
      0,
    ),
  );

const sum = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0);

/** One point of every entry: what rounding to whole points may do to a region. */
const rounding = (demand: readonly number[]): number =>
  sum(demand.map((one) => Math.max(1, one) / 100));

describe("under constant signals", () => {
  it("rows come to rest, and nothing is written from then on", () => {
    fc.assert(
      fc.property(demands, (world) => {
        const controller = new World(world.topology, world.settings);
        const conditions = conditionsOf(world);
        controller.pass(restAfter(world.settings), conditions);
        for (let second = 0; second < 25; second++) {
          expect(controller.tick(conditions).changed).to.deep.equal([]);
        }
      }),
      runs(20),
    );
  });

  it("no region is overloaded while there is room elsewhere", () => {
    fc.assert(
      fc.property(demands, (world) => {
        const room = usable(world).map((one, region) => (region === world.dead ? 0 : one));
        fc.pre(sum(world.demand.map((one) => Math.max(1, one))) <= sum(room));
        const controller = new World(world.topology, world.settings);
        const decision = controller.pass(restAfter(world.settings), conditionsOf(world));
        loads(decision, world.demand).forEach((load, region) => {
          expect(load).to.be.at.most((room[region] ?? 0) + rounding(world.demand) + 1e-6);
        });
      }),
      runs(20),
    );
  });

  it("no step overloads a region more than it was, on the way from any rows", () => {
    fc.assert(
      fc.property(demands, fc.nat(), (world, twist) => {
        const room = usable(world);
        const controller = new World(world.topology, world.settings);
        const conditions = conditionsOf({ ...world, dead: null });
        // Rows from other times: demand that has since gone around.
        const then = world.demand.map(
          (_, index) => world.demand[(index + twist) % world.demand.length] ?? 0,
        );
        let before = controller.pass(40, conditionsOf({ ...world, demand: then, dead: null }));
        const total = sum(world.demand.map((one) => Math.max(1, one)));
        const fair = Math.max(1, total / sum(room));
        for (let second = 0; second < 60; second++) {
          const after = controller.tick(conditions);
          const [was, is] = [loads(before, world.demand), loads(after, world.demand)];
          is.forEach((load, region) => {
            const most = Math.max(was[region] ?? 0, fair * (room[region] ?? 0));
            expect(load).to.be.at.most(most + rounding(world.demand) + 1e-6);
          });
          before = after;
        }
      }),
      runs(20),
    );
  });

  it("overload is shared by capacity where there is no other choice, and raises an alert", () => {
    fc.assert(
      fc.property(demands, (world) => {
        const room = usable(world).map((one, region) => (region === world.dead ? 0 : one));
        const fair = sum(world.demand.map((one) => Math.max(1, one))) / sum(room);
        fc.pre(fair > 1.05);
        const controller = new World(world.topology, world.settings);
        const decision = controller.pass(restAfter(world.settings), conditionsOf(world));
        loads(decision, world.demand).forEach((load, region) => {
          expect(load).to.be.at.most(fair * (room[region] ?? 0) + rounding(world.demand) + 1e-6);
        });
        expect(decision.reasons.some(({ code }) => code === "overloaded")).to.equal(true);
      }),
      runs(20),
    );
  });
});
