import {
  Controller,
  type ControllerOptions,
  type LeaseStep,
} from "../../services/traffic-controller/controller/controller";
import type { FaultInput } from "../../simulator/faults/fault";
import type { MakeController } from "../../simulator/world/replica";
import type { WorldPlan } from "../../simulator/world/world-plan";
import { altering, restless, shaken, withRows, withSettings } from "./breaking";

/** A controller that is broken in exactly one way, and a world in which that shows. */
export interface Broken {
  /** The invariant that must see it. */
  readonly invariant: string;
  /** What is broken. */
  readonly how: string;
  readonly make: MakeController;
  readonly events: readonly FaultInput[];
  /** Intents/min at the entries that have an unusual demand. */
  readonly demand?: Readonly<Record<string, number>>;
  readonly plan?: Partial<WorldPlan>;
}

const outage: FaultInput = { kind: "outage", region: "eu-west-1", at: 60, for: 60 };
const surge: FaultInput = { kind: "demand", region: "us-west-2", factor: 3, at: 50, for: 100 };

export const broken: readonly Broken[] = [
  {
    invariant: "whole-rows",
    how: "loses half a point in rounding",
    make: altering((tick) =>
      withRows(tick, (rows) => rows.map(([first = 0, ...rest]) => [first - 0.5, ...rest])),
    ),
    events: [],
  },
  {
    invariant: "nothing-for-the-lost",
    how: "leaves five points on a region that has failed",
    make: altering((tick) => {
      const failed = tick.decision.states.indexOf("failed");
      const other = failed === 0 ? 1 : 0;
      return withRows(tick, (rows) =>
        rows.map((row) =>
          row.map((points, region) =>
            failed === -1
              ? points
              : region === failed
                ? points + 5
                : region === other
                  ? points - 5
                  : points,
          ),
        ),
      );
    }),
    events: [outage],
  },
  {
    invariant: "isolated-serves-itself",
    how: "sends to the next region when it reaches nobody",
    make: altering((tick) => {
      const { regions, reasons } = tick.decision;
      return withRows(tick, (rows) =>
        rows.map((row, entry) =>
          reasons.some((it) => it.code === "isolated" && it.entry === regions[entry])
            ? row.map((_, region) => (region === (entry + 1) % row.length ? 100 : 0))
            : row,
        ),
      );
    }),
    events: [{ kind: "isolation", region: "us-west-2", at: 50, for: 40 }],
  },
  {
    invariant: "small-steps",
    how: "takes steps of any size",
    make: withSettings((it) => ({ ...it, shift: { ...it.shift, maxStepPoints: 100 } })),
    events: [surge],
  },
  {
    invariant: "held-down",
    how: "does not wait between two shifts",
    make: withSettings((it) => ({ ...it, shift: { ...it.shift, holdDownSeconds: 0 } })),
    events: [surge],
  },
  {
    invariant: "receivers-have-room",
    how: "plans regions to their last intent, and beyond",
    make: withSettings((it) => ({ ...it, assignment: { ...it.assignment, usableRatio: 1 } })),
    events: [surge],
    demand: { "us-east-1": 900, "eu-west-1": 660 },
  },
  {
    invariant: "half-stays",
    how: "fails all others with the first one",
    make: altering((tick) => {
      const { decision } = tick;
      if (!decision.states.includes("failed")) return tick;
      const health = decision.next.health.map((one) => ({
        ...one,
        judgement: { state: "failed", sinceMs: 0, by: "probes" } as const,
      }));
      return { ...tick, decision: { ...decision, next: { ...decision.next, health } } };
    }),
    events: [outage],
  },
  {
    invariant: "comes-back-by-ramp",
    how: "gives a region that comes back all of its share at once",
    make: withSettings((it) => ({ ...it, recovery: { ...it.recovery, rampSeconds: 1 } })),
    events: [outage],
  },
  {
    invariant: "blind-keeps-still",
    how: "believes signals however old they are",
    make: withSettings((it) => ({ ...it, staleness: { ...it.staleness, signalsSeconds: 86_400 } })),
    events: [
      { kind: "brown-out", region: "eu-west-1", failingRatio: 0.07, at: 40, for: 200 },
      { kind: "prometheus", region: "eu-west-1", how: "late", at: 66, for: 170 },
    ],
  },
  {
    invariant: "same-decision",
    how: "goes by its own name",
    make: (options) =>
      new Controller(
        options.identity.endsWith("-twin")
          ? { ...options, settings: { ...options.settings, minimumAttempts: 1_000_000 } }
          : options,
      ),
    events: [{ kind: "brown-out", region: "us-east-1", failingRatio: 0.3, at: 40, for: 60 }],
  },
  {
    invariant: "no-idle-writes",
    how: "writes the row that is served",
    make: restless((row) => row),
    events: [],
  },
  {
    invariant: "one-leader",
    how: "takes itself for the leader",
    make: (options) =>
      new (class extends Controller {
        override isLeading(): boolean {
          return true;
        }
      })(options),
    events: [],
  },
  {
    invariant: "leaders-write",
    how: "goes on leading when it has not renewed its lease",
    make: (options) =>
      new (class extends Controller {
        private hasLed = false;

        override isLeading(nowMs: number): boolean {
          this.hasLed ||= super.isLeading(nowMs);
          return this.hasLed;
        }
      })(options),
    events: [
      surge,
      { kind: "pause", region: "us-west-2", moment: "before-write", at: 40, for: 60 },
    ],
  },
  {
    invariant: "shadows-write-nothing",
    how: "writes in shadow mode",
    make: (options) => new Controller({ ...options, mode: "active" }),
    events: [surge],
    plan: { mode: "shadow" },
  },
  {
    invariant: "hands-over",
    how: "never takes the lease",
    make: (options) =>
      new (class extends Controller {
        override leaseStep(): LeaseStep {
          return { do: "nothing" };
        }
      })(options),
    events: [],
  },
  {
    invariant: "converges",
    how: "forgets what it was about to write",
    make: altering(({ decision, changes, alerts }) => ({ decision, changes, alerts })),
    events: [outage],
  },
  {
    invariant: "fails-over-in-time",
    how: "waits for ten failed probes",
    make: withSettings((it) => ({ ...it, probes: { ...it.probes, failAfter: 10 } })),
    events: [outage],
  },
  {
    invariant: "comes-to-rest",
    how: "writes the row that is served, for ever",
    make: restless((row) => row),
    events: [],
  },
  {
    invariant: "all-agree",
    how: "wants another point of everybody, by its own name",
    make: (options: ControllerOptions) =>
      options.identity.endsWith("-1")
        ? altering((tick) => withRows(tick, (rows) => rows.map((row) => shaken(row, 1))))(options)
        : new Controller(options),
    events: [],
  },
  {
    invariant: "no-oscillation",
    how: "moves five points there and back",
    make: restless((row, nowMs) => {
      const names = Object.keys(row);
      const next = shaken(Object.values(row), Math.floor(nowMs / 3_000) % 2 === 0 ? 5 : -5);
      return Object.fromEntries(names.map((name, region) => [name, next[region] ?? 0]));
    }),
    events: [],
  },
];
