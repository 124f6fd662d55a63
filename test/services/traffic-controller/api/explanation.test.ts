import { expect } from "chai";
import { decisionAnswer } from "../../../../services/traffic-controller/api/decision-schema";
import { decisionText } from "../../../../services/traffic-controller/api/decision-text";
import { explanation } from "../../../../services/traffic-controller/api/explanation";
import type { Override } from "../../../../services/traffic-controller/decision/override";
import { busy } from "../controller/leading";
import { watched, Watched } from "./watched";

/** The answer as a caller gets it, which has to fit its schema. */
function answerOf({ told, recorder, nowMs }: Watched) {
  const answer = explanation(told.controller.status(nowMs), "hybrid", recorder);
  return decisionAnswer.parse(JSON.parse(JSON.stringify(answer)));
}

const regionOf = (one: Watched, name: string) => {
  const found = answerOf(one).regions.find(({ region }) => region === name);
  if (found === undefined) throw new Error(`No region ${name}.`);
  return found;
};

const entryOf = (one: Watched, name: string) => {
  const found = answerOf(one).entries.find(({ entry }) => entry === name);
  if (found === undefined) throw new Error(`No entry ${name}.`);
  return found;
};

const whyNot = (one: Watched): string => entryOf(one, "atlantis").whyNotWritten;

describe("what GET /decision says", () => {
  it("is, before anything has been decided, that nothing has", () => {
    const answer = answerOf(new Watched());
    expect(answer.summary).to.equal(
      "Nothing has been decided yet. Nobody is known to lead, so nothing is written.",
    );
    expect(answer.regions.map(({ state }) => state)).to.deep.equal(Array(4).fill(undefined));
    expect(whyNot(new Watched())).to.equal("Nothing has been decided yet.");
  });

  it("is, while all is well, who leads, what is served, and that nothing is to be written", () => {
    const answer = answerOf(watched());
    expect(answer.summary).to.equal("All regions are healthy.");
    expect(answer.leader).to.deep.include({ isSelf: true, text: "This replica leads." });
    expect(answer.alerts).to.deep.equal([]);
    expect(answer.entries[0]).to.deep.equal({
      entry: "atlantis",
      isOwn: true,
      served: { atlantis: 100, brigadoon: 0, camelot: 0, dinotopia: 0 },
      decided: { atlantis: 100, brigadoon: 0, camelot: 0, dinotopia: 0 },
      aim: { atlantis: 100, brigadoon: 0, camelot: 0, dinotopia: 0 },
      pointsToMove: 0,
      why: [],
      whyNotWritten: "It is served already.",
    });
    expect(entryOf(watched(), "camelot").whyNotWritten).to.equal(
      "camelot's own controller writes it.",
    );
  });

  it("is of a failed region since when, by what, and how old each input is", () => {
    const one = watched();
    one.told.dead = ["camelot"];
    one.pass(10);
    const { state, since, forSeconds, why, signals, probe, reportAgeSeconds } = regionOf(
      one,
      "camelot",
    );
    expect({ state, forSeconds, since, reportAgeSeconds }).to.deep.equal({
      state: "failed",
      forSeconds: 8,
      since: new Date(one.nowMs - 8_000).toISOString(),
      reportAgeSeconds: 10,
    });
    expect(why).to.deep.equal([
      "camelot does not answer anybody's probes.",
      "camelot is not well yet.",
    ]);
    expect(signals).to.deep.include({
      ageSeconds: 10.5,
      attempts: 400,
      successRatio: 0.999,
      fullest: { resource: "memory", ratio: 0.5 },
    });
    expect(probe).to.deep.equal({ ageSeconds: 0, failures: 10, successes: 0, roundTripMs: 50 });
    expect(answerOf(one).summary).to.equal("camelot has failed; the others are healthy.");
    expect(answerOf(one).alerts).to.deep.equal([
      { code: "unreachable", text: "camelot does not answer anybody's probes." },
    ]);
  });

  it("is null where a number is none, since JSON has no NaN", () => {
    const one = watched();
    one.told.signals = {
      ageMs: NaN,
      successRatio: NaN,
      utilisation: { cpu: 0.9, memory: NaN, network: 0, intents: 0 },
    };
    one.pass(1);
    expect(regionOf(one, "atlantis").signals).to.deep.include({
      ageSeconds: null,
      successRatio: null,
      fullest: { resource: "memory", ratio: null },
    });
  });

  it("is what would be written by somebody who leads, and who that is", () => {
    const one = new Watched();
    one.told.leads = false;
    one.told.signals = busy;
    one.told.controller.leaseObserved(
      {
        resourceVersion: "9",
        holder: "atlantis-1",
        durationSeconds: 6,
        acquiredAtMs: 0,
        renewedAtMs: 0,
        transitions: 1,
      },
      one.nowMs,
    );
    one.pass(60);
    expect(whyNot(one)).to.equal("atlantis-1 leads, and only a leader writes.");
    const { decided, served, pointsToMove } = entryOf(one, "atlantis");
    expect(decided).to.not.deep.equal(served);
    expect(pointsToMove).to.be.within(2, 20);
    expect(answerOf(one).leader).to.deep.equal({
      isSelf: false,
      holder: "atlantis-1",
      text: "atlantis-1 leads by the Lease.",
    });
  });

  it("is that shadow mode writes nothing", () => {
    const one = watched({ mode: "shadow" });
    one.told.signals = busy;
    one.pass(5);
    expect(whyNot(one)).to.equal("Shadow mode: it would be written now, and is not.");
    expect(answerOf(one).summary).to.equal(
      "All regions are healthy. Shadow mode: nothing is written.",
    );
  });

  it("is a write under way, its failure, and when it is tried again", () => {
    const one = watched();
    one.told.signals = busy;
    one.writeOnce();
    expect(whyNot(one)).to.equal("It is being written now.");
    const failure = { kind: "retryable", retryAfterMs: 4_000, message: "HTTP 503" } as const;
    one.told.controller.writeFailed(failure, one.nowMs);
    expect(whyNot(one)).to.match(
      /^The last write failed \(retryable\): the routes are read again first; the next try is in \d\.\d s\.$/,
    );
    one.tickOnly();
    expect(whyNot(one)).to.match(
      /^The last write failed \(retryable\); the next try is in \d\.\d s\.$/,
    );
    const { writes, summary } = answerOf(one);
    expect(writes.failure).to.deep.include({ kind: "retryable", inARow: 1, message: "HTTP 503" });
    expect(writes.nextTryInSeconds).to.be.above(0);
    expect(summary).to.contain("Its last write failed.");
  });

  it("is the last write, and by what it was decided", () => {
    const one = watched();
    one.told.signals = busy;
    const write = one.writeOnce();
    one.told.succeed(write, "8");
    one.told.nowMs += 3_000;
    const { last } = answerOf(one).writes;
    expect(last).to.deep.include({ ageSeconds: 3, weights: write.weights });
    expect(last?.because.at(-1)).to.match(/^atlantis moves \d+ points to where/);
  });

  it("is that routes which somebody has changed around the weights are put right", () => {
    const one = watched();
    one.told.leads = false;
    one.pass(10);
    one.told.routes = {
      resourceVersion: "3",
      weights: { atlantis: 100, brigadoon: 0, camelot: 0, dinotopia: 0 },
      isAsWritten: false,
    };
    one.pass(1);
    expect(whyNot(one)).to.match(/^The routes are not as this controller writes them\. /);
  });

  it("is that routes which cannot be read are not written", () => {
    const one = new Watched();
    one.told.routes = undefined;
    one.pass(40);
    expect(whyNot(one)).to.equal("The routes cannot be read now, so nothing is written.");
    expect(entryOf(one, "atlantis").served).to.equal(undefined);
  });

  it("is that a replica which has just started waits with gradual shifts", () => {
    const one = new Watched();
    one.pass(10);
    expect(whyNot(one)).to.match(/^It is served already\. Gradual shifts begin in 2\d\.0 s/);
  });

  describe("of overrides", () => {
    const order = (id: string, more: Partial<Override> = {}): Override =>
      ({
        id,
        kind: "drain",
        region: "camelot",
        reason: "new machines",
        author: "ana",
        expiresAtMs: 10_000_000,
        ...more,
      }) as Override;

    it("is who ordered what, why, until when, and whether it is carried out", () => {
      const one = watched();
      one.told.overrides = [order("a"), order("b", { expiresAtMs: one.nowMs })];
      one.pass(1);
      expect(answerOf(one).overrides).to.deep.equal({
        read: true,
        leftOut: 0,
        list: [
          {
            id: "a",
            order: "camelot is drained.",
            kind: "drain",
            author: "ana",
            reason: "new machines",
            expiresAt: new Date(10_000_000).toISOString(),
            expiresInSeconds: (10_000_000 - one.nowMs) / 1_000,
            status: "stands",
          },
          {
            id: "b",
            order: "camelot is drained.",
            kind: "drain",
            author: "ana",
            reason: "new machines",
            expiresAt: new Date(one.nowMs - 1_000).toISOString(),
            expiresInSeconds: -1,
            status: "refused",
            refusal: "It has expired.",
          },
        ],
      });
      expect(answerOf(one).summary).to.equal(
        "camelot has been taken out by an operator; the others are healthy.",
      );
    });

    it("is that one has not been looked at yet", () => {
      const one = watched();
      one.told.controller.overridesObserved([order("a")], one.nowMs);
      expect(answerOf(one).overrides.list[0]?.status).to.equal("pending");
    });

    it("is of very many the first 200, and how many there are more", () => {
      const one = watched();
      one.told.overrides = Array.from({ length: 250 }, (_, index) =>
        order(`f${index}`, { kind: "freeze" }),
      );
      one.pass(1);
      const { list, leftOut } = answerOf(one).overrides;
      expect({ listed: list.length, leftOut }).to.deep.equal({ listed: 200, leftOut: 50 });
    });

    it("is why they are ignored as they are written now", () => {
      const one = watched();
      one.recorder.overridesRead(["author is missing"], one.nowMs);
      const { overrides, summary } = answerOf(one);
      expect(overrides.invalid).to.deep.equal({
        since: new Date(one.nowMs).toISOString(),
        problems: ["author is missing"],
      });
      expect(summary).to.contain("The overrides cannot be understood as they are now");
    });
  });

  it("is as text for a terminal, without what is the same everywhere", () => {
    const one = watched();
    one.told.dead = ["camelot"];
    one.recorder.overridesRead(["author is missing"], one.nowMs);
    one.pass(90);
    const lines = decisionText(answerOf(one)).split("\n");
    const at = new Date(one.nowMs).toISOString();
    expect(lines.slice(0, 4)).to.deep.equal([
      `Entry atlantis at ${at}, decided 0 s ago`,
      "Replica atlantis-0, active, strategy hybrid. This replica leads.",
      "",
      "camelot has failed; the others are healthy. The overrides cannot be understood as they are now; the last valid ones count.",
    ]);
    const from = lines.findIndex((line) => line.startsWith("  camelot: failed"));
    expect(lines.slice(from, from + 7)).to.deep.equal([
      `  camelot: failed for 1 min 28 s, since ${new Date(one.nowMs - 88_000).toISOString()}`,
      "    why      camelot does not answer anybody's probes.",
      "             The signals of camelot are missing, stale or no numbers: its shares are held.",
      "             camelot is not well yet.",
      "    signals  1 min 31 s old: 400 attempts, 99.9 % succeed, P95 800 ms, memory 50.0 % full, demand 100/min, bound 0/min",
      "    probes   90 in a row without an answer, the last 0 s ago, round trip 50 ms",
      "    report   1 min 30 s ago",
    ]);
    const own = lines.indexOf("  atlantis (own)");
    expect(lines.slice(own, own + 3)).to.deep.equal([
      "  atlantis (own)",
      "    served   atlantis 100",
      "    written  It is served already.",
    ]);
    expect(lines).to.include("    author is missing");
    expect(lines).to.include("    last  none since its start");
  });
});
