import { expect } from "chai";
import fc from "fast-check";
import { four } from "../decision/camelot";
import { Cluster } from "./cluster";
import { delays, nextOf } from "./network";
import { type Delay, Replica } from "./replica";
import { Timeline } from "./timeline";

/** What happens to one of the replicas, and when, in ms. */
const incidents = fc.array(
  fc.record({
    atMs: fc.integer({ min: 0, max: 90_000 }),
    replica: fc.nat({ max: 2 }),
    what: fc.oneof(
      fc.constant("restart" as const),
      fc.integer({ min: 500, max: 20_000 }).map((pauseMs) => ({ pauseMs })),
    ),
  }),
  { maxLength: 8 },
);

const clocks = fc.record({
  offsetMs: fc.integer({ min: 0, max: 2e9 }),
  rate: fc.double({ min: 0.95, max: 1.05, noNaN: true }),
});

const calm = { dead: [], signals: {}, overrides: [] };

describe("the election of a leader", () => {
  it("never has two leaders, whatever clocks, pauses, restarts and lost messages do", () => {
    let led = 0;
    fc.assert(
      fc.property(
        incidents,
        fc.array(clocks, { minLength: 3, maxLength: 3 }),
        delays,
        (all, times, stream) => {
          const timeline = new Timeline();
          const cluster = new Cluster(four, "atlantis");
          const delay: Delay = () => (timeline.nowMs > 90_000 ? 5 : nextOf(stream));
          const start = (index: number, run: number): Replica => {
            const clock = times[index] ?? { offsetMs: 0, rate: 1 };
            const identity = `replica-${index}-${run}`;
            const options = { identity, topology: four, delay, clock, onlyElects: true };
            return new Replica(options, timeline, cluster, calm);
          };
          const replicas = times.map((_, index) => start(index, 0));
          all.forEach(({ atMs, replica, what }, run) => {
            timeline.at(atMs, () => {
              const one = replicas[replica];
              if (one === undefined) return;
              if (what !== "restart") {
                one.pause(what.pauseMs);
                return;
              }
              one.isDead = true;
              replicas[replica] = start(replica, run + 1);
            });
          });
          const leaders = (): number => replicas.filter(({ isLeading }) => isLeading).length;
          timeline.runUntil(90_000, () => {
            expect(leaders()).to.be.at.most(1);
            led += leaders();
          });
          timeline.runUntil(130_000);
          expect(leaders()).to.equal(1);
        },
      ),
      { numRuns: 80 },
    );
    expect(led).to.be.above(10_000);
  });

  it("is over within 15 s after the leader has died at any moment", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 20_000, max: 26_000 }),
        fc.integer({ min: 1, max: 300 }),
        (killAtMs, delayMs) => {
          const timeline = new Timeline();
          const cluster = new Cluster(four, "atlantis");
          const delay = (): number => delayMs;
          const [one, other] = ["one", "other"].map((identity) => {
            const options = { identity, topology: four, delay, onlyElects: true };
            return new Replica(options, timeline, cluster, calm);
          });
          timeline.runUntil(killAtMs);
          const [dying, waiting] = one?.isLeading === true ? [one, other] : [other, one];
          if (dying === undefined || waiting === undefined) throw new Error("No replicas.");
          expect(dying.isLeading).to.equal(true);
          dying.isDead = true;
          timeline.runUntil(killAtMs + 9_000);
          expect(waiting.isLeading).to.equal(true);
        },
      ),
      { numRuns: 60 },
    );
  });
});
