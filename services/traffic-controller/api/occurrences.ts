import type { Weights } from "../../../routing/routes";
import type { Occurrence } from "../cluster/events";
import type { StateChange, Write, WriteFailure } from "../controller/controller";
import type { RegionState } from "../decision/decide";
import { inWords, type Reason } from "../decision/reason";
import { row } from "./text-parts";

const reasonOfState: Readonly<Record<RegionState, string>> = {
  healthy: "RegionHealthy",
  degraded: "RegionDegraded",
  draining: "RegionDraining",
  failed: "RegionFailed",
  recovering: "RegionRecovering",
};

/** A region's new state as a Kubernetes Event. */
export const ofStateChange = (change: StateChange, atMs: number): Occurrence => ({
  reason: reasonOfState[change.to],
  action: "Judge",
  type: change.to === "failed" || change.to === "degraded" ? "Warning" : "Normal",
  note: [stateInWords(change), ...change.reasons.map(inWords)].join(" "),
  atMs,
});

export const stateInWords = ({ region, from, to }: StateChange): string =>
  `${region} was ${from} and is ${to}.`;

/** Something that somebody should look at, as a Kubernetes Event. */
export const ofAlert = (alert: Reason, atMs: number): Occurrence => ({
  reason: alert.code.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase()),
  action: "Judge",
  type: "Warning",
  note: inWords(alert),
  atMs,
});

/** A row that is served from now on, as a Kubernetes Event. */
export const ofWrite = (
  { weights, because }: Write,
  before: Weights | undefined,
  atMs: number,
): Occurrence => ({
  reason: "TrafficShifted",
  action: "Write",
  type: "Normal",
  note: [writeInWords(before, weights), ...because.map(inWords)].join(" "),
  atMs,
});

export const writeInWords = (before: Weights | undefined, after: Weights): string =>
  before === undefined
    ? `The row is now ${row(after)}.`
    : `The row was ${row(before)} and is now ${row(after)}.`;

/** A row that could not be written, as a Kubernetes Event. */
export const ofWriteFailure = (failure: WriteFailure, atMs: number): Occurrence => ({
  reason: "WriteFailed",
  action: "Write",
  type: "Warning",
  note: failureInWords(failure),
  atMs,
});

export const failureInWords = ({ kind, message }: WriteFailure): string =>
  `The row was not written: ${kind}${message === undefined ? "" : `, ${message}`}.`;

/** Overrides that cannot be understood, as a Kubernetes Event. */
export const ofInvalidOverrides = (problems: readonly string[], atMs: number): Occurrence => ({
  reason: "OverridesIgnored",
  action: "ReadOverrides",
  type: "Warning",
  note: ["The overrides as they are written are ignored.", ...problems].join(" "),
  atMs,
});
