import type { Trigger } from "./memory";
import type { Order, Override, Refusal } from "./override";

/** Why something is as it has been decided, for programs; `inWords` says it to people. */
export type Reason =
  /** A region that no entry reaches. */
  | { readonly code: "unreachable"; readonly region: string }
  /** What has been bad so far, for long enough to count or not. */
  | {
      readonly code: "signals-bad";
      readonly region: string;
      readonly trigger: Trigger;
      /** A ratio, or for latency ms. */
      readonly value: number;
      readonly forSeconds: number;
    }
  /** A region that is out, or degraded, and not well. */
  | { readonly code: "not-well"; readonly region: string }
  /** One that is well, but not yet for long enough. */
  | {
      readonly code: "holding-off";
      readonly region: string;
      readonly secondsLeft: number;
      readonly relapses: number;
    }
  /** One that is on its way back, with a share of its capacity. */
  | { readonly code: "ramping"; readonly region: string; readonly share: number }
  /** One that would have failed, were it not one too many. */
  | { readonly code: "spared"; readonly region: string; readonly most: number }
  /** One whose signals are missing, stale or no numbers. */
  | { readonly code: "signals-missing"; readonly region: string }
  /** One that is planned with more than it should take. */
  | { readonly code: "overloaded"; readonly region: string; readonly loadRatio: number }
  /** A link that is down between two regions that others reach. */
  | { readonly code: "link-down"; readonly entry: string; readonly region: string }
  /** An entry that can send to nobody but its own region. */
  | { readonly code: "isolated"; readonly entry: string }
  /** What has been done to an entry's row: better places, away at once, as an operator says. */
  | {
      readonly code: "shifted" | "evacuated" | "pinned";
      readonly entry: string;
      readonly points: number;
    }
  /** Why nothing has been done to it. */
  | { readonly code: "held-down"; readonly entry: string; readonly secondsLeft: number }
  | { readonly code: "frozen" | "blind"; readonly entry: string }
  | { readonly code: "override"; readonly override: Override }
  | { readonly code: "override-refused"; readonly refusal: Refusal };

/** Whether somebody should look, now. */
export function isAlert({ code }: Reason): boolean {
  switch (code) {
    case "unreachable":
    case "spared":
    case "signals-missing":
    case "overloaded":
    case "link-down":
    case "isolated":
    case "override-refused":
      return true;
    case "signals-bad":
    case "not-well":
    case "holding-off":
    case "ramping":
    case "shifted":
    case "evacuated":
    case "pinned":
    case "held-down":
    case "frozen":
    case "blind":
    case "override":
      return false;
  }
}

/** A reason as a sentence. */
export function inWords(reason: Reason): string {
  switch (reason.code) {
    case "unreachable":
      return `${reason.region} does not answer anybody's probes.`;
    case "signals-bad":
      return `${badness(reason.trigger, reason.value)} in ${reason.region}, for ${whole(reason.forSeconds)} s.`;
    case "not-well":
      return `${reason.region} is not well yet.`;
    case "holding-off":
      return (
        `${reason.region} is well and has to stay so for ${whole(reason.secondsLeft)} s more` +
        `${reason.relapses > 1 ? `, since this is its relapse number ${reason.relapses}` : ""}.`
      );
    case "ramping":
      return `${reason.region} is coming back with ${percent(reason.share)} of its capacity.`;
    case "spared":
      return (
        `${reason.region} would have failed and is only degraded: no more than ${reason.most} ` +
        `may fail at a time, and somebody has to be left.`
      );
    case "signals-missing":
      return `The signals of ${reason.region} are missing, stale or no numbers: its shares are held.`;
    case "overloaded":
      return `${reason.region} is planned with ${percent(reason.loadRatio)} of what it should take.`;
    case "link-down":
      return `${reason.entry} does not reach ${reason.region}, which others do.`;
    case "isolated":
      return `${reason.entry} can send to no other region and serves its requests itself.`;
    case "shifted":
      return `${reason.entry} moves ${reason.points} points to where its requests are better off.`;
    case "evacuated":
      return `${reason.entry} moves ${reason.points} points at once, away from where they must not be.`;
    case "pinned":
      return `${reason.entry} follows its pin, by ${reason.points} points.`;
    case "held-down":
      return `${reason.entry} has shifted a moment ago and does not again for ${whole(reason.secondsLeft)} s.`;
    case "frozen":
      return `${reason.entry} does not shift while an operator has frozen all shifts.`;
    case "blind":
      return `${reason.entry} keeps its row, since its signals or those of everybody else are missing.`;
    case "override":
      return `${orderInWords(reason.override)} by order of ${reason.override.author}: ${reason.override.reason}.`;
    case "override-refused":
      return `Not carried out: ${orderInWords(reason.refusal.override)} by order of ${reason.refusal.override.author}. ${refusalInWords(reason.refusal.why)}`;
  }
}

function badness(trigger: Trigger, value: number): string {
  switch (trigger) {
    case "success":
      return `Only ${percent(value)} of the attempts succeed`;
    case "collapse":
      return `No more than ${percent(value)} of the attempts succeed`;
    case "latency":
      return `P95 is ${whole(value)} ms`;
    case "utilisation":
      return `A resource is ${percent(value)} full`;
  }
}

/** What an override does, as a sentence without its end. */
export function orderInWords(override: Order): string {
  switch (override.kind) {
    case "drain":
      return `${override.region} is drained`;
    case "exclude":
      return `${override.region} is excluded`;
    case "pin":
      return `${override.entry} is pinned`;
    case "freeze":
      return "All shifts are frozen";
  }
}

/** Why an override is not carried out, as a sentence. */
export function refusalInWords(why: Refusal["why"]): string {
  switch (why) {
    case "expired":
      return "It has expired.";
    case "unknown-region":
      return "There is no such region.";
    case "no-row":
      return "Its weights are not whole percents of all regions that sum to 100.";
    case "leaves-no-region":
      return "It would leave no region.";
  }
}

const whole = (value: number): string => value.toFixed(0);
const percent = (ratio: number): string => `${(ratio * 100).toFixed(1)} %`;
