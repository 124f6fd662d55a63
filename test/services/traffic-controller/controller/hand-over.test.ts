import { expect } from "chai";
import fc from "fast-check";
import type { Weights } from "../../../../routing/routes";
import { four } from "../decision/camelot";
import { Cluster } from "./cluster";
import { busy } from "./leading";
import { type Outside, Replica } from "./replica";
import { delays, nextOf } from "./network";
import { Timeline } from "./timeline";

const names = four.regions.map(({ name }) => name);

/** Points that leave regions which are not among those given. */
const pointsLeft = (from: Weights, to: Weights, others: readonly string[]): number =>
  names
    .filter((name) => !others.includes(name))
    .reduce((sum, name) => sum + Math.max(0, (from[name] ?? 0) - (to[name] ?? 0)), 0);

/** Two replicas of atlantis' controller on one cluster. */
function pair(delay: () => number | "lost" = () => 5): {
  timeline: Timeline;
  cluster: Cluster;
  outside: Outside;
  replicas: [Replica, Replica];
} {
  const timeline = new Timeline();
  const cluster = new Cluster(four, "atlantis");
  const outside: Outside = { dead: [], signals: {}, overrides: [] };
  const start = (identity: string): Replica =>
    new Replica({ identity, topology: four, delay }, timeline, cluster, outside);
  return { timeline, cluster, outside, replicas: [start("one"), start("other")] };
}

/** The rows one after the other, from the one that was there at first. */
const steps = ({ log }: Cluster): (readonly [Weights, Weights])[] => {
  const rows = [
    { atlantis: 100, brigadoon: 0, camelot: 0, dinotopia: 0 },
    ...log.map((one) => one.weights),
  ];
  return rows.slice(1).map((row, index) => [rows[index] ?? row, row]);
};

const leaderOf = (replicas: readonly Replica[]): Replica => {
  const leader = replicas.find(({ isLeading }) => isLeading);
  if (leader === undefined) throw new Error("Nobody leads.");
  return leader;
};

describe("a hand-over", () => {
  it("makes no step larger, whenever in a series of steps the leader dies", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40_000 }),
        fc.integer({ min: 1, max: 400 }),
        (killAtMs, delayMs) => {
          const { timeline, cluster, outside, replicas } = pair(() => delayMs);
          timeline.runUntil(40_000);
          outside.signals = { atlantis: busy };
          timeline.runUntil(40_000 + killAtMs);
          leaderOf(replicas).isDead = true;
          timeline.runUntil(120_000);
          const spread = cluster.routes.weights;
          expect(spread?.["atlantis"]).to.be.below(60);
          expect(new Set(cluster.log.map(({ by }) => by)).size).to.be.within(1, 2);
          for (const [from, to] of steps(cluster)) {
            expect(pointsLeft(from, to, [])).to.be.within(1, 20);
          }
          cluster.log.slice(1).forEach(({ atMs }, index) => {
            expect(atMs - (cluster.log[index]?.atMs ?? 0)).to.be.at.least(10_000 - 2 * delayMs);
          });
        },
      ),
      { numRuns: 15 },
    );
  });

  it("lets requests leave a region that dies with the leader within 15 s", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 40_000, max: 44_000 }),
        fc.integer({ min: 1, max: 400 }),
        (killAtMs, delayMs) => {
          const { timeline, cluster, outside, replicas } = pair(() => delayMs);
          timeline.runUntil(killAtMs);
          leaderOf(replicas).isDead = true;
          outside.dead = ["atlantis"];
          timeline.runUntil(killAtMs + 15_000);
          expect(cluster.routes.weights?.["atlantis"]).to.equal(0);
          expect(cluster.log).to.have.length(1);
        },
      ),
      { numRuns: 15 },
    );
  });

  it("takes two seconds if the leader resigns", () => {
    const { timeline, cluster, replicas } = pair();
    timeline.runUntil(30_250);
    const leader = leaderOf(replicas);
    const step = leader.controller.resign(leader.nowMs);
    leader.isDead = true;
    if (step.do !== "release") throw new Error(`It does ${step.do}.`);
    expect(cluster.writeLease(step.record)).to.equal("done");
    timeline.runUntil(32_250);
    expect(leaderOf(replicas)).to.not.equal(leader);
  });
});

describe("a leader that is paused", () => {
  it("proposes nothing when it wakes up, and sends nothing that it had decided before", () => {
    let proposed = 0;
    fc.assert(
      fc.property(
        fc.integer({ min: 40_000, max: 43_000 }),
        // A renewal under way arrives within 0.4 s, is seen within 1.3 s more, and then holds for 6 s.
        fc.integer({ min: 9_000, max: 60_000 }),
        fc.integer({ min: 1, max: 400 }),
        (pauseAtMs, pauseMs, delayMs) => {
          const { timeline, cluster, outside, replicas } = pair(() => delayMs);
          timeline.at(38_000, () => {
            outside.signals = { atlantis: busy };
          });
          timeline.runUntil(pauseAtMs);
          const old = leaderOf(replicas);
          const identity = replicas[0] === old ? "one" : "other";
          old.pause(pauseMs);
          // Requests that were on their way may still arrive.
          timeline.runUntil(pauseAtMs + 3_000);
          const written = cluster.log.length;
          timeline.runUntil(pauseAtMs + pauseMs + 20_000);
          const late = old.ticks.filter(({ atMs }) => atMs >= pauseAtMs);
          expect(late.length).to.be.above(0);
          expect(late.every(({ tick }) => tick.write === undefined)).to.equal(true);
          const others = cluster.log.slice(written);
          expect(others.filter(({ by }) => by === identity)).to.deep.equal([]);
          proposed += others.length;
        },
      ),
      { numRuns: 15 },
    );
    expect(proposed).to.be.above(15);
  });

  it("may lead on if nobody has taken the lease, but not before it has renewed it", () => {
    let ledOn = 0;
    fc.assert(
      fc.property(
        fc.integer({ min: 40_000, max: 43_000 }),
        fc.integer({ min: 4_500, max: 5_500 }),
        fc.integer({ min: 1, max: 400 }),
        (pauseAtMs, pauseMs, delayMs) => {
          const { timeline, cluster, replicas } = pair(() => delayMs);
          timeline.runUntil(pauseAtMs);
          const old = leaderOf(replicas);
          const wakesAtMs = pauseAtMs + pauseMs;
          old.pause(pauseMs);
          timeline.runUntil(wakesAtMs - 1);
          const renewedAtMs = cluster.lease?.renewedAtMs;
          expect(old.isLeading).to.equal(false);
          while (timeline.nowMs < wakesAtMs + 5_000) {
            timeline.runUntil(timeline.nowMs + 1);
            if (cluster.lease?.renewedAtMs === renewedAtMs) expect(old.isLeading).to.equal(false);
          }
          expect(replicas.filter(({ isLeading }) => isLeading)).to.have.length(1);
          if (old.isLeading) ledOn += 1;
        },
      ),
      { numRuns: 15 },
    );
    expect(ledOn).to.be.above(0);
  });
});

/** What may happen to the API server and the regions, for how long, in ms. */
const troubles = fc.array(
  fc.record({
    lastsMs: fc.integer({ min: 500, max: 12_000 }),
    what: fc.oneof(
      fc.constantFrom("down", "touched", "busy", "calm", "pause", "kill"),
      fc.subarray(names.slice(1), { maxLength: 2 }),
    ),
  }),
  { minLength: 3, maxLength: 12 },
);

describe("an API server that is down", () => {
  it("is written to within 10 s of being back, however long it was away", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1_000, max: 90_000 }), (downMs) => {
        const { timeline, cluster, outside, replicas } = pair();
        timeline.runUntil(40_000);
        cluster.isDown = true;
        outside.dead = ["atlantis"];
        timeline.runUntil(40_000 + downMs);
        expect(cluster.log).to.deep.equal([]);
        if (downMs >= 4_000) expect(replicas.filter((one) => one.isLeading)).to.deep.equal([]);
        cluster.isDown = false;
        timeline.runUntil(50_000 + downMs);
        expect(cluster.routes.weights?.["atlantis"]).to.equal(0);
        expect(cluster.log).to.have.length(1);
      }),
      { numRuns: 20 },
    );
  });
});

describe("whatever happens to the API server and the replicas", () => {
  it("only a leader proposes, steps stay steps, and within 10 s of calm all is as decided", () => {
    let [writes, moves] = [0, 0];
    fc.assert(
      fc.property(troubles, delays, (all, stream) => {
        let isCalm = false;
        const delay = (): number | "lost" => (isCalm ? 5 : nextOf(stream));
        const { timeline, cluster, outside, replicas } = pair(delay);
        const everDead = new Set<string>();
        timeline.runUntil(35_000);
        for (const { what, lastsMs } of all) {
          if (what === "down") cluster.isDown = true;
          else if (what === "touched") cluster.touch();
          else if (what === "busy") outside.signals = { atlantis: busy };
          else if (what === "calm") outside.signals = {};
          else if (what === "pause") replicas[1].pause(lastsMs);
          else if (what === "kill") replicas[0].isDead = true;
          else {
            outside.dead = what;
            what.forEach((region) => everDead.add(region));
          }
          timeline.runUntil(timeline.nowMs + lastsMs);
          cluster.isDown = false;
        }
        isCalm = true;
        for (const replica of replicas) {
          for (const { tick, leads } of replica.ticks) {
            if (tick.write === undefined) continue;
            expect(leads).to.equal(true);
            writes++;
          }
        }
        for (const [from, to] of steps(cluster)) {
          expect(pointsLeft(from, to, [...everDead])).to.be.at.most(20);
          moves++;
        }
        // Once requests have arrived that were on their way, and a leader is there.
        timeline.runUntil(timeline.nowMs + 10_000);
        const decided = leaderOf(replicas).ticks.at(-1)?.tick.decision.rows[0];
        expect(names.map((name) => cluster.routes.weights?.[name])).to.deep.equal(decided);
      }),
      { numRuns: 60 },
    );
    expect(writes).to.be.above(25);
    expect(moves).to.be.above(25);
  });
});
