import { expect } from "chai";
import * as fc from "fast-check";
import type { LoadEvent } from "../../../../sandbox/live/load/load-event";
import { type Counts, reportOf } from "../../../../sandbox/live/load/report";
import { reportText } from "../../../../sandbox/live/load/report-text";
import { anyEvent, STARTED_AT } from "./events";

const event = (more: Partial<LoadEvent> & Pick<LoadEvent, "kind">): LoadEvent => ({
  t: STARTED_AT,
  entry: "nephoran.io",
  ms: 50,
  lateMs: 0,
  tries: 1,
  ...more,
});

describe("the report of a load", () => {
  const all = [
    event({ kind: "get", status: 200, region: "us-east-1", ms: 40 }),
    event({ kind: "post-key", status: 201, region: "eu-west-1", ms: 60, t: STARTED_AT + 999 }),
    event({
      kind: "get",
      status: 200,
      region: "us-east-1",
      ms: 1_200,
      tries: 2,
      t: STARTED_AT + 1_000,
    }),
    event({ kind: "post", error: "the connection was reset", t: STARTED_AT + 1_500 }),
    event({ kind: "bound-get", status: 503, t: STARTED_AT + 1_600 }),
    event({ kind: "get", status: 421, t: STARTED_AT + 2_000, lateMs: 3 }),
  ];

  it("tells what was sent and answered, how long it took, who answered, and what failed why", () => {
    const report = reportOf(STARTED_AT, all);
    expect(report).to.deep.include({
      sent: 6,
      answered: 5,
      ok: 3,
      unavailable: 1,
      failed: 2,
      availability: 0.6,
      triedAgain: 1,
      longestWaitMs: 1_200,
      failures: { "post: the connection was reset": 1, "get: status 421": 1 },
      firstFailureMs: 1_500,
      lastFailureMs: 2_000,
    });
    expect(report.byKind.get).to.deep.equal({
      sent: 3,
      answered: 3,
      ok: 2,
      unavailable: 0,
      failed: 1,
    });
    expect(report.repeatable.failed).to.equal(1);
    expect(report.notRepeatable.failed).to.equal(1);
    expect(report.latencyByRegion["us-east-1"]).to.deep.equal({
      count: 2,
      p50Ms: 40,
      p95Ms: 1_200,
      p99Ms: 1_200,
      maxMs: 1_200,
    });
    expect(
      report.bySecond.map(({ second, sent, failed, byRegion }) => ({
        second,
        sent,
        failed,
        byRegion,
      })),
    ).to.deep.equal([
      { second: 0, sent: 2, failed: 0, byRegion: { "us-east-1": 1, "eu-west-1": 1 } },
      { second: 1, sent: 3, failed: 1, byRegion: { "us-east-1": 1 } },
      { second: 2, sent: 1, failed: 1, byRegion: {} },
    ]);
  });

  it("takes a bound request that is told 503 for unavailable, and everything else but 2xx for failed", () => {
    const statuses = [200, 201, 204, 302, 401, 421, 429, 500, 503];
    const counts = (kind: LoadEvent["kind"]): Counts =>
      reportOf(
        STARTED_AT,
        statuses.map((status) => event({ kind, status })),
      );
    expect(counts("bound-get")).to.include({ ok: 3, unavailable: 1, failed: 5 });
    expect(counts("get")).to.include({ ok: 3, unavailable: 0, failed: 6 });
    expect(reportOf(STARTED_AT, [event({ kind: "bound-get", status: 503 })]).availability).to.equal(
      1,
    );
    expect(reportOf(STARTED_AT, []).availability).to.equal(1);
  });

  it("loses no event, and its counts add up however they are parted", () => {
    fc.assert(
      fc.property(fc.array(anyEvent), (events) => {
        const report = reportOf(STARTED_AT, events);
        expect(report.sent).to.equal(events.length);
        const parts = [
          Object.values(report.byKind),
          [report.repeatable, report.notRepeatable],
          report.bySecond,
        ];
        for (const part of parts) {
          for (const name of ["sent", "answered", "ok", "unavailable", "failed"] as const) {
            expect(
              part.reduce((sum, counts) => sum + counts[name], 0),
              name,
            ).to.equal(report[name]);
          }
        }
        for (const { sent, ok, unavailable, failed } of [report, ...report.bySecond]) {
          expect(ok + unavailable + failed).to.equal(sent);
        }
        const reasons = Object.values(report.failures).reduce((sum, count) => sum + count, 0);
        expect(reasons).to.equal(report.failed);
        expect(report.latency?.count ?? 0).to.equal(report.answered);
        const named = events.filter(({ region }) => region !== undefined).length;
        const regions = Object.values(report.latencyByRegion);
        expect(regions.reduce((sum, { count }) => sum + count, 0)).to.equal(named);
      }),
    );
  });

  it("does not depend on the order in which requests ended", () => {
    fc.assert(
      fc.property(fc.array(anyEvent), (events) => {
        const { byKind, failures, latencyByRegion, ...rest } = reportOf(STARTED_AT, events);
        const other = reportOf(STARTED_AT, [...events].reverse());
        expect(other).to.deep.include(rest);
        expect(other.byKind).to.deep.equal(byKind);
        expect(other.failures).to.deep.equal(failures);
        expect(other.latencyByRegion).to.deep.equal(latencyByRegion);
      }),
    );
  });

  it("says it in words", () => {
    expect(reportText(reportOf(STARTED_AT, all))).to.deep.equal([
      "KIND       SENT  ANSWERED  OK  UNAVAILABLE  FAILED",
      "get        3     3         2   0            1",
      "post-key   1     1         1   0            0",
      "post       1     0         0   0            1",
      "bound-get  1     1         0   1            0",
      "all        6     5         3   1            2",
      "",
      "ANSWERED BY  REQUESTS  P50 MS  P95 MS  P99 MS  LONGEST MS",
      "eu-west-1    1         60      60      60      60",
      "us-east-1    2         40      1200    1200    1200",
      "all          5         50      1200    1200    1200",
      "",
      "60.000 % of all requests succeeded; 1 of 5 repeatable ones failed, 1 of 1 others.",
      "Longest wait for an answer: 1200 ms. Clients tried 1 requests more than once.",
      "Started later than due, by this machine's own fault: P99 3.0 ms, at most 3.0 ms.",
      "",
      "Failed between 1.5 s and 2.0 s after the start:",
      "  1 x post: the connection was reset",
      "  1 x get: status 421",
    ]);
  });
});
