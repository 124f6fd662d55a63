import type { Tiers } from "../../../../services/traffic-controller/decision/assignment";
import type { Course } from "../../../../services/traffic-controller/decision/course";
import {
  type Plan,
  planRows,
  type StepPlanning,
} from "../../../../services/traffic-controller/decision/plan";
import {
  type DecisionSettings,
  shippedSettings,
} from "../../../../services/traffic-controller/settings";
import { permitsFor, placedWith } from "./courses";

/** Permits and courses of an entry among three regions. */
export const permits = permitsFor(3);
export const placed = placedWith(permits());

export const set = (row: readonly number[]): Course => ({
  kind: "set",
  row,
  because: "pinned",
  permits: permits(),
});
export const kept: Course = { kind: "kept", because: "frozen", permits: permits() };

/** Intents/min that a point of an entry is. */
const POINT = 2;

/** Room for so many points. */
export const upTo = (points: number): Tiers => [
  { room: points * POINT, penalty: 0 },
  { room: Infinity, penalty: 10 },
];

/** The plan of two entries that may each move a step, but for what is said otherwise. */
export const plan = (
  more: Partial<StepPlanning> = {},
  shift: Partial<DecisionSettings["shift"]> = {},
): Plan => {
  const tiers = more.tiers ?? [upTo(900), upTo(900), upTo(900)];
  const planning: StepPlanning = {
    before: [
      [100, 0, 0],
      [0, 100, 0],
    ],
    courses: [placed(), placed()],
    demand: [100 * POINT, 100 * POINT],
    cost: [
      [0.5, 0.4, 0.9],
      [0.8, 0.4, 0.9],
    ],
    tiers,
    stepTiers: tiers,
    limits: tiers.map(([first]) => first?.room ?? 0),
    ...more,
  };
  return planRows(planning, { ...shippedSettings.shift, minStepPoints: 2, ...shift });
};

export const rows = (...given: Parameters<typeof plan>): Plan["rows"] => plan(...given).rows;
