import { expect } from "chai";
import * as fc from "fast-check";
import { parseKinds } from "../../../../sandbox/live/load/kinds";
import type { LoadEvent } from "../../../../sandbox/live/load/load-event";
import { type LoadClock, runLoad } from "../../../../sandbox/live/load/run";
import { schedule } from "../../../../sandbox/live/load/schedule";
import { STARTED_AT } from "./events";

/** Time goes on only where somebody waits; waking up may come late. */
class StepClock implements LoadClock {
  time = STARTED_AT;
  readonly #lateness: readonly number[];
  #wakes = 0;

  constructor(lateness: readonly number[] = []) {
    this.#lateness = lateness;
  }

  now(): number {
    return this.time;
  }

  async sleepUntil(at: number): Promise<void> {
    this.time = at + (this.#lateness[this.#wakes++] ?? 0);
    // Answers come meanwhile.
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const requests = (rate: number, seconds: number) =>
  schedule({ rate, seconds, kinds: parseKinds("get=1,post=1"), entries: 1 });

describe("an open loop", () => {
  it("starts requests when they are due though none before them is answered", async () => {
    const clock = new StepClock();
    const held: (() => void)[] = [];
    const startedAt: number[] = [];
    const events: LoadEvent[] = [];
    const done = runLoad({
      requests: requests(10, 1),
      entries: ["nephoran.io"],
      clock,
      signal: new AbortController().signal,
      onEvent: (event) => events.push(event),
      send: () => {
        startedAt.push(clock.time - STARTED_AT);
        return new Promise((resolve) =>
          held.push(() => {
            resolve({ status: 200, tries: 1 });
          }),
        );
      },
    });
    while (held.length < 10) await new Promise((resolve) => setImmediate(resolve));
    expect(startedAt).to.deep.equal([0, 100, 200, 300, 400, 500, 600, 700, 800, 900]);
    clock.time = STARTED_AT + 5_000;
    for (const answer of held) answer();
    expect(await done).to.equal(STARTED_AT);
    expect(events.map(({ ms }) => ms)).to.deep.equal([
      5_000, 4_900, 4_800, 4_700, 4_600, 4_500, 4_400, 4_300, 4_200, 4_100,
    ]);
  });

  it("counts the time from when a request was due, and says how late it was started", async () => {
    const events: LoadEvent[] = [];
    await runLoad({
      requests: requests(10, 0.4),
      entries: ["nephoran.io"],
      clock: new StepClock([250]),
      signal: new AbortController().signal,
      onEvent: (event) => events.push(event),
      send: () => Promise.resolve({ status: 200, region: "eu-west-1", tries: 1 }),
    });
    expect(events.map(({ t, lateMs }) => [t - STARTED_AT, lateMs])).to.deep.equal([
      [0, 0],
      [100, 250],
      [200, 150],
      [300, 50],
    ]);
    expect(events[1]).to.deep.equal({
      t: STARTED_AT + 100,
      kind: "post",
      entry: "nephoran.io",
      region: "eu-west-1",
      status: 200,
      ms: 250,
      lateMs: 250,
      tries: 1,
    });
  });

  it("has one event for each request, whatever becomes of it and however late this machine is", async () => {
    const outcome = fc.constantFrom({ status: 200, tries: 1 }, { tries: 3, error: "refused" });
    await fc.assert(
      fc.asyncProperty(
        fc.array(outcome, { minLength: 1, maxLength: 50 }),
        fc.array(fc.integer({ min: 0, max: 500 })),
        async (outcomes, lateness) => {
          const events: LoadEvent[] = [];
          await runLoad({
            requests: requests(outcomes.length, 1),
            entries: ["nephoran.io"],
            clock: new StepClock(lateness),
            signal: new AbortController().signal,
            onEvent: (event) => events.push(event),
            send: ({ index }) => Promise.resolve(outcomes[index] ?? { tries: 1 }),
          });
          const due = events.map(({ t }) => Math.round(t - STARTED_AT)).sort((a, b) => a - b);
          const expected = outcomes.map((_, index) =>
            Math.round((index * 1_000) / outcomes.length),
          );
          expect(due).to.deep.equal(expected);
          for (const { lateMs } of events) expect(lateMs).to.be.at.least(0);
          const ok = events.filter(({ status }) => status === 200).length;
          expect(ok).to.equal(outcomes.filter((one) => "status" in one).length);
        },
      ),
      { numRuns: 50 },
    );
  });

  it("starts nothing more once it is interrupted, and awaits what is under way", async () => {
    const stopping = new AbortController();
    const events: LoadEvent[] = [];
    await runLoad({
      requests: requests(10, 100),
      entries: ["nephoran.io"],
      clock: new StepClock(),
      signal: stopping.signal,
      onEvent: (event) => events.push(event),
      send: async ({ index }) => {
        if (index === 4) stopping.abort();
        for (let turn = 0; turn < 10; turn++) {
          await new Promise((resolve) => setImmediate(resolve));
        }
        return { status: 200, tries: 1 };
      },
    });
    expect(events.length).to.equal(5);
  });
});
