import { decide } from "../../services/traffic-controller/decision/decide";
import type { Memory } from "../../services/traffic-controller/decision/memory";
import {
  decisionSettingsSchema,
  strategies,
  type Strategy,
} from "../../services/traffic-controller/settings";
import { Seeded } from "../../simulator/seeded";
import type { Bench } from "../bench";
import { type Reading, type Readings, timeBesidePeer } from "../figure";
import { rounds } from "../rounds";
import { percentile } from "../statistics";
import { snapshots, topologyOf } from "./situations";

/** Aims of the traffic controller, µs. */
const AT_MOST = { 4: 150, 100: 10_000 } as const;

/** Decisions of each strategy that are measured in a run. */
const DECISIONS = { 4: 2_000, 100: 200 } as const;

type Regions = keyof typeof AT_MOST;

/** How long a decision takes, with whichever strategy takes longest. */
export async function decision(bench: Bench): Promise<Readings<"decision">> {
  return {
    "decision.regions4.p99": await measure(4, bench),
    "decision.regions100.p99": await measure(100, bench),
  };
}

async function measure(regions: Regions, bench: Bench): Promise<Reading> {
  bench.report(`decision: ${regions} regions, once without counting, until the code is compiled`);
  for (const strategy of strategies) timesOf(regions, strategy);
  const slowest: string[] = [];
  const sides = await rounds(
    bench,
    {
      ours: () => {
        const all = strategies.map((strategy) => ({
          strategy,
          p99: percentile(timesOf(regions, strategy), 0.99),
        }));
        const worst = all.reduce((one, other) => (other.p99 > one.p99 ? other : one));
        slowest.push(worst.strategy);
        return Promise.resolve(worst.p99);
      },
      peer: () => Promise.resolve(percentile(parseTimesOf(regions), 0.99)),
    },
    ({ ours, peer }) =>
      `p99 of a decision ${ours.toFixed(0)} µs, of its peer ${peer.toFixed(0)} µs`,
  );
  return timeBesidePeer(`p99 of JSON.parse of the same ${regions} reports`, "µs", sides, {
    atMost: AT_MOST[regions],
    notes: [`Slowest of all strategies: ${[...new Set(slowest)].join(", ")}.`],
  });
}

/** One history of a world, the same each time: what each decision took, µs. */
function timesOf(regions: Regions, strategy: Strategy): number[] {
  const random = new Seeded(regions);
  const topology = topologyOf(regions, random);
  const settings = decisionSettingsSchema.parse({ assignment: { strategy } });
  const times: number[] = [];
  let previous: Memory | undefined;
  let nowMs = 1_000_000;
  for (const snapshot of snapshots(topology, random)) {
    nowMs += 1_000;
    const situation = {
      topology,
      settings,
      snapshot,
      ...(previous && { previous }),
      overrides: [],
      nowMs,
    };
    const start = performance.now();
    previous = decide(situation).next;
    times.push((performance.now() - start) * 1_000);
    if (times.length === DECISIONS[regions]) break;
  }
  return times;
}

/** What it takes to read the same snapshots, µs. */
function parseTimesOf(regions: Regions): number[] {
  const random = new Seeded(regions);
  const times: number[] = [];
  for (const snapshot of snapshots(topologyOf(regions, random), random)) {
    const text = JSON.stringify(snapshot);
    const start = performance.now();
    JSON.parse(text);
    times.push((performance.now() - start) * 1_000);
    if (times.length === DECISIONS[regions]) break;
  }
  return times;
}
