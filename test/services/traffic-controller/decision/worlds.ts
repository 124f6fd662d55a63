import fc from "fast-check";
import { parseTopology, type Topology } from "../../../../config/topology";
import { roundTrip } from "../../../../routing/distance";
import { decide, type Decision } from "../../../../services/traffic-controller/decision/decide";
import type { Override } from "../../../../services/traffic-controller/decision/override";
import type {
  Probe,
  RegionReport,
  Signals,
  Snapshot,
} from "../../../../services/traffic-controller/decision/snapshot";
import {
  decisionSettingsSchema,
  type DecisionSettings,
  shippedSettings,
  strategies,
} from "../../../../services/traffic-controller/settings";

export const names = [
  "atlantis",
  "brigadoon",
  "camelot",
  "dinotopia",
  "elbonia",
  "fantasia",
] as const;

/** Topologies of some regions, of any size, price and place, one of them perhaps in a zone. */
export const topologies = (least = 2, most: number = names.length): fc.Arbitrary<Topology> =>
  fc
    .array(
      fc.record({
        location: fc.record({
          latitude: fc.integer({ min: -60, max: 60 }),
          longitude: fc.integer({ min: -180, max: 180 }),
        }),
        capacityIntentsPerMinute: fc.integer({ min: 50, max: 2_000 }),
        costUsdPerThousandIntents: fc.integer({ min: 0, max: 50 }).map((cost) => cost / 10),
      }),
      { minLength: least, maxLength: most },
    )
    .map(topologyOf);

/** A topology of regions by the names above; the second is in a residency zone. */
export const topologyOf = (
  regions: readonly Partial<
    Pick<
      Topology["regions"][number],
      "location" | "capacityIntentsPerMinute" | "costUsdPerThousandIntents"
    >
  >[],
): Topology =>
  parseTopology({
    residencyZones: { moon: { description: "by law" } },
    tenants: {},
    regions: regions.map((region, index) => ({
      name: names[index],
      displayName: names[index],
      priority: index + 1,
      role: index === 0 ? "primary" : "regional",
      location: { latitude: 0, longitude: 10 * index },
      capacityIntentsPerMinute: 1_000,
      costUsdPerThousandIntents: 2,
      features: [],
      zones: ["a"],
      ...(index === 1 && { residencyZone: "moon" }),
      ...region,
    })),
  });

/** Signals of a region that is well and has an entry with some requests. */
export const wellSignals: Signals = {
  ageMs: 500,
  attempts: 400,
  successRatio: 0.999,
  p95Ms: 800,
  utilisation: { cpu: 0.4, memory: 0.5, network: 0.2, intents: 0.4 },
  demandIntentsPerMinute: 100,
  boundIntentsPerMinute: 0,
  costUsdPerThousandIntents: 2,
};

/** What holds for a while: signals by region, and which links answer. */
export interface Conditions {
  /** By region; `undefined`: none arrive. Regions that are left out are well. */
  readonly signals?: Readonly<Record<string, Partial<Signals> | undefined>>;
  /** Links that do not answer, as `ENTRY>REGION`; `*` is any entry. */
  readonly cut?: readonly string[];
  /** Regions whose reports do not arrive at all. */
  readonly silent?: readonly string[];
  readonly overrides?: readonly Override[];
}

/** One world in virtual time, one second a tick, with the controller that looks at it. */
export class World {
  nowMs = 1_000_000;
  decision: Decision | undefined;
  /** The decision of every tick so far. */
  readonly history: Decision[] = [];
  private readonly probes = new Map<string, Probe>();

  constructor(
    readonly topology: Topology,
    readonly settings: DecisionSettings = shippedSettings,
  ) {}

  tick(conditions: Conditions = {}): Decision {
    this.nowMs += 1_000;
    this.decision = decide({
      topology: this.topology,
      settings: this.settings,
      snapshot: this.look(conditions),
      ...(this.decision && { previous: this.decision.next }),
      overrides: conditions.overrides ?? [],
      nowMs: this.nowMs,
    });
    this.history.push(this.decision);
    return this.decision;
  }

  /** So many seconds under the same conditions; the last decision. */
  pass(seconds: number, conditions: Conditions = {}): Decision {
    let last = this.tick(conditions);
    for (let second = 1; second < seconds; second++) last = this.tick(conditions);
    return last;
  }

  /** What the controller sees; probes count on from the tick before. */
  look(conditions: Conditions): Snapshot {
    const { regions } = this.topology;
    const cut = new Set(conditions.cut);
    return Object.fromEntries(
      regions.map((entry): [string, RegionReport] => {
        const to = Object.fromEntries(
          regions.map((region): [string, Probe] => {
            const link = `${entry.name}>${region.name}`;
            const fails = cut.has(link) || cut.has(`*>${region.name}`);
            const before = this.probes.get(link) ?? { failures: 0, successes: 0 };
            const probe = {
              failures: fails ? before.failures + 1 : 0,
              successes: fails ? 0 : before.successes + 1,
              roundTripMs: 1 + roundTrip(entry.location, region.location),
            };
            this.probes.set(link, probe);
            return [region.name, probe];
          }),
        );
        if (conditions.silent?.includes(entry.name) === true) return [entry.name, {}];
        const given = conditions.signals ?? {};
        const isMissing = entry.name in given && given[entry.name] === undefined;
        return [
          entry.name,
          {
            probes: { ageMs: 200, to },
            ...(!isMissing && {
              signals: {
                ...wellSignals,
                costUsdPerThousandIntents: entry.costUsdPerThousandIntents,
                ...given[entry.name],
              },
            }),
          },
        ];
      }),
    );
  }
}

/** Strategy and steps of any kind, the rest as it is shipped. */
export const settings: fc.Arbitrary<DecisionSettings> = fc
  .record({
    strategy: fc.constantFrom(...strategies),
    maxStepPoints: fc.constantFrom(10, 20, 50, 100),
    holdDownSeconds: fc.constantFrom(0, 3, 10),
  })
  .map(({ strategy, ...shift }) =>
    decisionSettingsSchema.parse({ assignment: { strategy }, shift }),
  );

const oneOf = <Value>(...values: readonly Value[]): fc.Arbitrary<Value> =>
  fc.constantFrom(...values);

/** Signals of any kind: fine, at the thresholds, absurd, old, or none. */
export const anySignals: fc.Arbitrary<Partial<Signals> | undefined> = fc.option(
  fc.record(
    {
      ageMs: oneOf(0, 400, 14_000, 16_000, Number.NaN),
      attempts: oneOf(0, 10, 49, 50, 5_000, Number.NaN),
      successRatio: oneOf(1, 0.98, 0.97, 0.95, 0.94, 0.3, 0, Number.NaN, 2),
      p95Ms: oneOf(100, 4_000, 4_500, 5_001, 60_000, Number.NaN, -1),
      utilisation: oneOf(0.1, 0.8, 0.85, 0.95, 3, Number.NaN).map((cpu) => ({
        ...wellSignals.utilisation,
        cpu,
      })),
      demandIntentsPerMinute: oneOf(0, 20, 500, 3_000, Infinity),
      boundIntentsPerMinute: oneOf(0, 300, 3_000),
    },
    { requiredKeys: [] },
  ),
  { nil: undefined, freq: 8 },
);

/** Phases of a history: whatever may happen to regions and links, and for how long. */
export const histories = (
  regions: readonly string[],
): fc.Arbitrary<{ seconds: number; conditions: Conditions }[]> =>
  fc.array(
    fc.record({
      seconds: fc.integer({ min: 1, max: 25 }),
      conditions: fc.record({
        signals: fc.dictionary(oneOf(...regions), anySignals, { maxKeys: 3 }),
        cut: fc.array(
          fc
            .tuple(oneOf("*", "*", ...regions), oneOf(...regions))
            .map(([entry, region]) => `${entry}>${region}`),
          { maxLength: 4 },
        ),
        silent: fc.subarray([...regions], { maxLength: 1 }),
      }),
    }),
    { minLength: 1, maxLength: 6 },
  );

/** A world and what happens in it. */
export const stories = topologies().chain((topology) =>
  fc.record({
    topology: fc.constant(topology),
    settings,
    phases: histories(topology.regions.map(({ name }) => name)),
  }),
);
