import { table } from "../../report";
import type { Latency } from "./percentile";
import type { Counts, LoadReport } from "./report";

const milliseconds = (ms: number): string => ms.toFixed(ms < 10 ? 1 : 0);

/** The report for people, line by line. */
export function reportText(report: LoadReport): string[] {
  const { byKind, failures, firstFailureMs, lastFailureMs, lateness } = report;
  return [
    ...table([
      ["KIND", "SENT", "ANSWERED", "OK", "UNAVAILABLE", "FAILED"],
      ...Object.entries(byKind).map(([kind, counts]) => countRow(kind, counts)),
      countRow("all", report),
    ]),
    "",
    ...table([
      ["ANSWERED BY", "REQUESTS", "P50 MS", "P95 MS", "P99 MS", "LONGEST MS"],
      ...Object.entries(report.latencyByRegion)
        .sort(([one], [other]) => one.localeCompare(other))
        .map(([region, latency]) => latencyRow(region, latency)),
      ...(report.latency ? [latencyRow("all", report.latency)] : []),
    ]),
    "",
    `${(report.availability * 100).toFixed(3)} % of all requests succeeded; ` +
      `${report.repeatable.failed} of ${report.repeatable.sent} repeatable ones failed, ` +
      `${report.notRepeatable.failed} of ${report.notRepeatable.sent} others.`,
    `Longest wait for an answer: ${milliseconds(report.longestWaitMs)} ms. ` +
      `Clients tried ${report.triedAgain} requests more than once.`,
    ...(lateness
      ? [
          `Started later than due, by this machine's own fault: P99 ${milliseconds(lateness.p99Ms)} ms, ` +
            `at most ${milliseconds(lateness.maxMs)} ms.`,
        ]
      : []),
    ...(firstFailureMs !== undefined && lastFailureMs !== undefined
      ? [
          "",
          `Failed between ${seconds(firstFailureMs)} and ${seconds(lastFailureMs)} after the start:`,
          ...Object.entries(failures).map(([reason, count]) => `  ${count} x ${reason}`),
        ]
      : []),
  ];
}

const countRow = (name: string, { sent, answered, ok, unavailable, failed }: Counts): string[] => [
  name,
  ...[sent, answered, ok, unavailable, failed].map(String),
];

const latencyRow = (name: string, { count, p50Ms, p95Ms, p99Ms, maxMs }: Latency): string[] => [
  name,
  String(count),
  ...[p50Ms, p95Ms, p99Ms, maxMs].map(milliseconds),
];

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;
