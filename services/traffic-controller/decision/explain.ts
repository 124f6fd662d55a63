import type { DecisionSettings } from "../settings";
import type { Course } from "./course";
import { fullestOf } from "./evidence";
import { mostFailed } from "./half-rule";
import type { Room } from "./headroom";
import { holdOffMs } from "./health";
import type { Links } from "./links";
import type { Memory, RegionHealth, Trigger } from "./memory";
import type { Standing } from "./override";
import type { Reason } from "./reason";
import { pointsMoved, type Row } from "./row";
import type { Signals } from "./snapshot";

/** All that a decision came to, and by what. */
export interface Outcome {
  readonly memory: Memory;
  readonly links: Links;
  readonly health: readonly RegionHealth[];
  readonly signals: readonly (Signals | undefined)[];
  readonly spared: readonly number[];
  readonly standing: Standing;
  readonly courses: readonly Course[];
  readonly rows: readonly Row[];
  readonly rooms: readonly Room[];
  /** Planned unbound requests of each region and each entry, intents/min. */
  readonly loads: readonly number[];
  readonly demand: readonly number[];
}

/** Why all is as it is: the operators' orders first, then the regions, then the entries. */
export function explain(outcome: Outcome, settings: DecisionSettings, nowMs: number): Reason[] {
  const reasons: Reason[] = [];
  for (const override of outcome.standing.accepted) reasons.push({ code: "override", override });
  for (const refusal of outcome.standing.refused)
    reasons.push({ code: "override-refused", refusal });
  outcome.memory.regions.forEach((region, index) => {
    explainRegion(region, index, outcome, settings, nowMs, reasons);
  });
  outcome.memory.regions.forEach((entry, index) => {
    explainEntry(entry, index, outcome, settings, nowMs, reasons);
  });
  return reasons;
}

function explainRegion(
  region: string,
  index: number,
  { links, health, signals, spared, rooms, loads, demand, memory }: Outcome,
  settings: DecisionSettings,
  nowMs: number,
  reasons: Reason[],
): void {
  const one = health[index];
  const [seen, room] = [signals[index], rooms[index]];
  if (one === undefined || room === undefined) return;
  if (links.reach[index] === "lost") reasons.push({ code: "unreachable", region });
  if (spared.includes(index)) {
    reasons.push({ code: "spared", region, most: mostFailed(memory.regions.length) });
  }
  if (seen === undefined) reasons.push({ code: "signals-missing", region });
  else {
    for (const [trigger, since] of badTriggers(one)) {
      const forSeconds = (nowMs - since) / 1_000;
      reasons.push({
        code: "signals-bad",
        region,
        trigger,
        value: valueOf(trigger, seen),
        forSeconds,
      });
    }
  }
  const { judgement } = one;
  if (judgement.state === "recovering") {
    reasons.push({ code: "ramping", region, share: judgement.share });
  } else if (judgement.state !== "healthy") {
    reasons.push(
      judgement.wellSinceMs === undefined
        ? { code: "not-well", region }
        : {
            code: "holding-off",
            region,
            secondsLeft:
              (judgement.wellSinceMs + holdOffMs(judgement.state, one.relapses, settings) - nowMs) /
              1_000,
            relapses: one.relapses,
          },
    );
  }
  const load = loads[index] ?? 0;
  const rounding = demand.reduce((sum, one) => sum + one, 0) / 100;
  if (load > room.usable + rounding && room.use !== "leaving") {
    reasons.push({ code: "overloaded", region, loadRatio: load / room.usable });
  }
}

const badTriggers = ({ badSinceMs }: RegionHealth): [Trigger, number][] =>
  (["success", "collapse", "latency", "utilisation"] as const).flatMap((trigger) => {
    const since = badSinceMs[trigger];
    return since === undefined ? [] : [[trigger, since] as [Trigger, number]];
  });

function valueOf(trigger: Trigger, signals: Signals): number {
  switch (trigger) {
    case "success":
    case "collapse":
      return signals.successRatio;
    case "latency":
      return signals.p95Ms;
    case "utilisation":
      return fullestOf(signals);
  }
}

function explainEntry(
  entry: string,
  index: number,
  { memory, links, courses, rows }: Outcome,
  { shift }: DecisionSettings,
  nowMs: number,
  reasons: Reason[],
): void {
  const course = courses[index];
  if (course === undefined) return;
  links.down[index]?.forEach((isDown, other) => {
    const region = memory.regions[other];
    if (isDown && region !== undefined && links.reach[other] === "reached") {
      reasons.push({ code: "link-down", entry, region });
    }
  });
  if (!course.permits.allowed.some((is, region) => is && region !== index)) {
    reasons.push({ code: "isolated", entry });
  }
  const points = pointsMoved(memory.rows[index] ?? [], rows[index] ?? []);
  if (course.kind === "set" && course.because === "pinned") {
    reasons.push({ code: "pinned", entry, points });
  } else if (points > 0) {
    const isForced = course.kind === "set" || (course.kind === "placed" && course.outside > 0);
    reasons.push({ code: isForced ? "evacuated" : "shifted", entry, points });
  }
  if (course.kind === "kept") reasons.push({ code: course.because, entry });
  else if (course.kind === "placed" && isHeldDown(course)) {
    const since = memory.shiftedAtMs[index] ?? nowMs;
    const secondsLeft = (since - nowMs) / 1_000 + shift.holdDownSeconds;
    reasons.push({ code: "held-down", entry, secondsLeft });
  }
}

const isHeldDown = ({ isStuck, movable, outside }: Extract<Course, { kind: "placed" }>): boolean =>
  !isStuck && movable + outside === 0;
