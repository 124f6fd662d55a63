import { expect } from "chai";
import { CALM_SECONDS, DEAD_SECONDS, playCourse } from "../../../demo/live/course";
import type { LiveEvent } from "../../../demo/live/live-event";

/** A clock that jumps to whatever is waited for, and what becomes true by it. */
function course({
  calmAt = 0,
  sharedAt = 0,
  recoveredAt = Infinity,
  seconds = 300,
  abortAt = Infinity,
}) {
  let now = 0;
  const done: string[] = [];
  const told: LiveEvent[] = [];
  const interrupting = new AbortController();
  const note = (what: string) => done.push(`${now / 1_000} s: ${what}`);
  const played = playCourse({
    victim: "eu-west-1",
    helper: "us-east-1",
    rate: 50,
    seconds,
    stage: {
      share: (entry, region, percent) =>
        Promise.resolve(void note(`share ${entry} ${region} ${percent}`)),
      unshare: (entry) => Promise.resolve(void note(`unshare ${entry}`)),
      kill: (region) => Promise.resolve(void note(`kill ${region}`)),
      restore: (region, signal) =>
        Promise.resolve(void note(`restore ${region}${signal.aborted ? ", bounded" : ""}`)),
    },
    record: {
      get isCalm() {
        return now >= calmAt * 1_000;
      },
      get isRecovered() {
        return now >= recoveredAt * 1_000;
      },
      sharedBy: () => (now >= sharedAt * 1_000 ? 50 : 20),
    },
    tell: (event) => told.push(event),
    signal: interrupting.signal,
    clock: {
      now: () => now,
      sleep: (ms, signal) => {
        now += ms;
        if (now >= abortAt * 1_000) interrupting.abort(new Error("interrupted"));
        return signal.aborted ? Promise.reject(signal.reason as Error) : Promise.resolve();
      },
    },
  });
  return { played, done, told, ended: () => now / 1_000 };
}

describe("the course of the show", () => {
  it("shares, kills after the calm, starts again, and ends a little after all is as before", async () => {
    const { played, done, told } = course({ calmAt: 10, sharedAt: 40, recoveredAt: 250 });
    await played;
    const killedAt = 40 + CALM_SECONDS;
    expect(done).to.deep.equal([
      "10 s: share us-east-1 eu-west-1 50",
      `${killedAt} s: kill eu-west-1`,
      `${killedAt + DEAD_SECONDS} s: restore eu-west-1`,
      "255 s: unshare us-east-1",
    ]);
    expect(told.map((event) => (event.type === "said" ? event.text : event.type))).to.deep.equal([
      "A steady load: 50 requests a second.",
      "So that there is something to lead away, us-east-1 sends 50 % to eu-west-1: an operator's pin, " +
        "which is written in steps.",
      "killed",
      "restored",
      "Everything is as it was before.",
    ]);
  });

  it("ends when its time is over, and does not say that all is well where it is not", async () => {
    const { played, told, ended } = course({});
    await played;
    expect(ended()).to.equal(300);
    expect(told.at(-1)?.type).to.equal("restored");
  });

  it("kills in time even where nobody says that it is calm", async () => {
    const { played, done, ended } = course({ calmAt: Infinity, seconds: 45 });
    await played;
    expect(done[1]).to.equal("15 s: kill eu-west-1");
    expect(ended()).to.equal(45);
  });

  it("starts the region again and takes shares back where it is interrupted while one is dead", async () => {
    const { played, done } = course({ abortAt: CALM_SECONDS + 1 });
    const error: unknown = await played.catch((cause: unknown) => cause);
    expect(error).to.have.property("message", "interrupted");
    expect(done.map((line) => line.replace(/^.*: /, ""))).to.deep.equal([
      "share us-east-1 eu-west-1 50",
      "kill eu-west-1",
      "restore eu-west-1",
      "unshare us-east-1",
    ]);
  });

  it("touches nothing where it is interrupted before it is calm", async () => {
    const { played, done } = course({ calmAt: 10, abortAt: 1 });
    await played.catch(() => undefined);
    expect(done).to.deep.equal([]);
  });
});
