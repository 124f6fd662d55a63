import { expect } from "chai";
import * as fc from "fast-check";
import type { DrillEvent } from "../../drills/drill-event";
import { findingsOf } from "../../drills/findings";
import type { RoundKind } from "../../drills/exercise";
import type { LoadEvent } from "../../sandbox/live/load/load-event";
import { anyEvent, STARTED_AT } from "../sandbox/live/load/events";
import { asks, BREAKING, inOrder, moments, PARTS, says, serves } from "./sample-round";

const measured = (mode: RoundKind, ...events: readonly DrillEvent[]) =>
  findingsOf(inOrder(...moments(), ...events), { ...PARTS, mode }).measured;

const KILL = [
  serves(-60_000, "us-east-1", 50),
  serves(-60_000, "eu-west-1", 100),
  says(-1_000, "us-east-1", "eu-west-1", "healthy"),
  asks(-500, { status: 200, region: "eu-west-1" }),
  asks(100, { status: 200, region: "us-east-1", ms: 1_200, tries: 2 }),
  asks(110, { kind: "post", error: "the connection was reset" }),
  asks(120, { kind: "bound-get", error: "no answer" }),
  asks(130, { kind: "bound-get", status: 503 }),
  says(1_100, "us-east-1", "eu-west-1", "healthy", 900),
  says(2_100, "us-east-1", "eu-west-1", "failed", 900),
  serves(2_300, "us-east-1", 0),
  says(60_000, "us-east-1", "eu-west-1", "recovering"),
  serves(80_000, "us-east-1", 50),
  says(180_000, "us-east-1", "eu-west-1", "healthy"),
];

describe("the findings of a round", () => {
  it("are counted from the break, and the weight from the first failed probe", () => {
    const findings = findingsOf(inOrder(...moments(190_000), ...KILL), PARTS);
    expect(findings).to.deep.include({
      weightSince: "probe",
      firstFailedProbeMs: 900,
      detectedMs: 2_100,
      asBeforeMs: 164_000,
      failures: { "post: the connection was reset": 1 },
    });
    expect(findings.measured).to.deep.include({
      failedRepeatable: 0,
      failedOthers: 1,
      longestWait: 1_200,
      weightWritten: 1_400,
      flaps: 1,
      disturbed: 0,
    });
    expect(findings.unbound).to.include({ sent: 3, ok: 2, failed: 1 });
    expect(findings.bound).to.include({ sent: 2, ok: 0, unavailable: 1, failed: 1 });
  });

  it("count the weight from the break where no probe failed, and say so", () => {
    const findings = findingsOf(
      inOrder(...moments(), serves(-9, "us-east-1", 50), serves(7_000, "us-east-1", 0)),
      PARTS,
    );
    expect(findings).to.include({ weightSince: "break" });
    expect(findings.measured.weightWritten).to.equal(7_000);
  });

  it("wait for the last entry that sent anything, and for nobody who did not", () => {
    const events = [
      serves(-9, "us-east-1", 50),
      serves(-9, "us-west-2", 20),
      serves(-9, "ap-southeast-1", 0),
      serves(1_000, "us-east-1", 0),
    ];
    expect(measured("kill", ...events)).not.to.have.property("weightWritten");
    expect(measured("kill", ...events, serves(1_500, "us-west-2", 0))).to.include({
      weightWritten: 1_500,
    });
  });

  it("see no weight in what is written after the region was put right, or by itself", () => {
    const shared = serves(-9, "us-east-1", 50);
    expect(measured("kill", shared, serves(25_500, "us-east-1", 0))).not.to.have.property(
      "weightWritten",
    );
    expect(measured("kill", shared, serves(500, "eu-west-1", 0))).not.to.have.property(
      "weightWritten",
    );
  });

  it("take no probe of before the break, nor the region's own, for the first that failed", () => {
    const own = says(600, "eu-west-1", "eu-west-1", "healthy", 500);
    expect(findingsOf(inOrder(...moments(), own), PARTS)).not.to.have.property(
      "firstFailedProbeMs",
    );
    const findings = findingsOf(
      inOrder(
        ...moments(),
        own,
        says(-5_000, "us-east-1", "eu-west-1", "healthy", -5_300),
        says(900, "us-east-1", "eu-west-1", "healthy", -30),
      ),
      PARTS,
    );
    // The age of a probe is told to a tenth of a second, so it may seem to be of before.
    expect(findings.firstFailedProbeMs).to.equal(0);
  });

  it("count requests that fail after the weight was written and pushed", () => {
    const events = [serves(-9, "us-east-1", 50), serves(2_000, "us-east-1", 0)];
    const fails = (ms: number) => asks(ms, { error: "no answer" });
    expect(measured("kill", ...events, fails(2_900), fails(26_000))).to.include({
      failedAfterWrite: 0,
    });
    expect(measured("kill", ...events, fails(3_100))).to.include({ failedAfterWrite: 1 });
  });

  it("take the P95 of those that began from 20 s after the onset until the end", () => {
    const slow = [
      asks(10_000, { status: 200, ms: 6_000 }),
      asks(20_100, { status: 200, ms: 6_000 }),
      asks(25_100, { status: 200, ms: 6_000 }),
    ];
    expect(measured("slow", ...slow)).not.to.have.property("lateP95");
    const late = asks(21_000, { status: 200, ms: 300 });
    expect(measured("slow", ...slow, late)).to.include({ lateP95: 300 });
  });

  it("measure full service from the first answer after the return to the last request that failed", () => {
    const events = [
      asks(24_900, { status: 200 }),
      asks(25_100, { error: "refused" }),
      asks(30_000, { status: 200, ms: 100 }),
      asks(30_050, { error: "refused" }),
      asks(30_700, { kind: "post", status: 503 }),
      asks(31_000, { status: 200 }),
    ];
    expect(measured("all", ...events)).to.include({ fullService: 600 });
    expect(measured("all", asks(25_100, { error: "refused" }))).not.to.have.property("fullService");
    expect(measured("all", asks(25_100, { status: 200 }))).to.include({ fullService: 0 });
  });

  it("say when nobody is taken for failed any more, if it lasts", () => {
    const failed = says(2_000, "us-east-1", "eu-west-1", "failed");
    const other = says(2_000, "eu-west-1", "us-east-1", "failed");
    const back = says(60_000, "us-east-1", "eu-west-1", "recovering");
    expect(measured("partition", failed, other, back)).not.to.have.property("agreement");
    const both = [failed, other, back, says(61_000, "eu-west-1", "us-east-1", "recovering")];
    expect(measured("partition", ...both)).to.include({ agreement: 35_000 });
    const again = says(70_000, "us-east-1", "eu-west-1", "failed");
    expect(measured("partition", ...both, again)).not.to.have.property("agreement");
    expect(measured("partition")).to.include({ agreement: 0 });
  });

  it("count what crossed the cut, who was silent, and bound requests that left their zone", () => {
    const events: DrillEvent[] = [
      { type: "crossings", at: BREAKING + 250, packets: { "a>b": 100, "b>a": 7 } },
      { type: "crossings", at: BREAKING + 24_900, packets: { "a>b": 103, "b>a": 7 } },
      asks(5_000, { status: 200, region: "us-east-1" }),
      asks(5_000, { kind: "bound-get", status: 200, region: "us-east-1" }),
      asks(5_000, { kind: "bound-get", status: 200, region: "eu-west-1" }),
    ];
    expect(measured("partition", ...events)).to.include({
      crossed: 3,
      silentSides: 1,
      boundAbroad: 1,
    });
  });

  it("count a second fall as a flap, and a region that was taken for unwell without a reason", () => {
    const course = (...states: Parameters<typeof says>[3][]) =>
      states.map((state, index) => says(index * 1_000, "us-east-1", "eu-west-1", state));
    const once = course("healthy", "degraded", "failed", "recovering", "healthy");
    expect(measured("kill", ...once)).to.include({ flaps: 1 });
    const twice = course("healthy", "failed", "recovering", "failed", "recovering", "healthy");
    expect(measured("kill", ...twice)).to.include({ flaps: 2 });
    const toAndFro = course("healthy", "degraded", "healthy", "degraded");
    expect(measured("kill", ...toAndFro)).to.include({ flaps: 2 });
    const disturbed = says(1_000, "us-east-1", "us-west-2", "degraded");
    expect(measured("entry", disturbed)).to.include({ disturbed: 1 });
    // Who is cut off from everybody cannot know better.
    expect(measured("entry", says(1_000, "eu-west-1", "us-west-2", "failed"))).to.include({
      disturbed: 0,
    });
  });

  it("count changes of rows while it lasts, and the longest time without one", () => {
    const events = [
      serves(-9, "us-east-1", 50),
      serves(-5, "us-east-1", 30),
      serves(5_000, "us-east-1", 10),
      serves(6_000, "us-east-1", 10),
      serves(10_000, "us-east-1", 30),
      serves(25_500, "us-east-1", 50),
    ];
    expect(measured("shift", ...events)).to.include({ moved: 2, still: 15_000 });
    expect(measured("steady")).to.include({ moved: 0, still: 24_800 });
  });

  it("measure how long the other entry has no answer of the region, and of nobody else", () => {
    const answers = (ms: number, region: string, entry = "nephoran.io@us-east-1") =>
      asks(ms, { status: 200, region, entry });
    const events = Array.from({ length: 25 }, (_, index) => answers(index * 1_000, "eu-west-1"));
    expect(measured("steady", ...events).absence).to.equal(1_000);
    const gap = events.filter((_, index) => index < 5 || index > 8);
    const elsewhere = [6_000, 7_000].flatMap((ms) => [
      answers(ms, "us-east-1"),
      answers(ms, "eu-west-1", "nephoran.io@eu-west-1"),
    ]);
    expect(measured("steady", ...gap, ...elsewhere).absence).to.equal(5_000);
    expect(measured("steady")).not.to.have.property("absence");
  });

  it("say how long lookups take beyond the network, for each entry and region", () => {
    const lookups = (count: number, ms: number, more: object) =>
      Array.from({ length: count }, (_, index) => asks(index, { status: 200, ms, ...more }));
    const events = inOrder(
      ...moments(),
      ...lookups(95, 72, { region: "us-east-1" }),
      ...lookups(5, 90, { region: "us-east-1" }),
      ...lookups(100, 150, { region: "eu-west-1" }),
      // Neither of these says how far it is.
      ...lookups(100, 900, { region: "eu-west-1", tries: 2 }),
      ...lookups(100, 900, { region: "eu-west-1", kind: "post" }),
      ...lookups(99, 900, { region: "eu-west-1", entry: "nephoran.io@eu-west-1" }),
    );
    const { latencies, measured: values } = findingsOf(events, { ...PARTS, mode: "latency" });
    expect(latencies).to.deep.equal([
      { entry: "us-east-1", region: "us-east-1", requests: 100, p95Ms: 72, networkMs: 70 },
      { entry: "us-east-1", region: "eu-west-1", requests: 100, p95Ms: 150, networkMs: 140 },
    ]);
    expect(values.overNetwork).to.equal(10);
  });

  it("are none where nothing was broken, or not put right", () => {
    expect(() => findingsOf([], PARTS)).to.throw("Nothing was breaking.");
    expect(() => findingsOf(moments().slice(0, 3), PARTS)).to.throw("Nothing was mended.");
  });

  it("are the same in whichever order requests have ended, and leave none out", () => {
    const own: DrillEvent[] = moments().map((event) =>
      event.type === "request" || !("at" in event)
        ? event
        : { ...event, at: event.at - BREAKING + STARTED_AT + 10_000 },
    );
    const requests = fc.array(anyEvent, { maxLength: 60 }).chain((all) => {
      const { length } = all;
      const order = fc.shuffledSubarray(all, { minLength: length, maxLength: length });
      return fc.tuple(fc.constant(all), order);
    });
    const events = (all: readonly LoadEvent[]) =>
      all.map((request): DrillEvent => ({ type: "request", request }));
    fc.assert(
      fc.property(requests, ([all, shuffled]) => {
        const findings = findingsOf([...own, ...events(all)], PARTS);
        expect(findingsOf([...events(shuffled), ...own], PARTS)).to.deep.equal(findings);
        const { unbound, bound, repeatable, others } = findings;
        expect(unbound.sent + bound.sent).to.equal(all.length);
        expect(repeatable.sent + others.sent).to.equal(unbound.sent);
        for (const counts of [unbound, bound, repeatable, others]) {
          expect(counts.ok + counts.failed + counts.unavailable).to.equal(counts.sent);
        }
        expect(findings.measured.failedRepeatable).to.equal(repeatable.failed);
      }),
    );
  });
});
