import type { DecisionSettings } from "../../services/traffic-controller/settings";
import { BEGINNING_MS, type World } from "../world/world";
import type { Invariant } from "./invariant";

/** Window of the signals and of the round trips, s. */
const SETTLING_SECONDS = 70;

/**
 * Bound for a world in which nothing changes any more to come to rest, s: the longest hold-off, the ramp,
 * and all of a row a step at a time, twice.
 */
export function restBoundSeconds({ recovery, shift }: DecisionSettings): number {
  const steps = Math.ceil(100 / shift.maxStepPoints) + 1;
  return (
    SETTLING_SECONDS +
    recovery.longestHoldOffSeconds +
    recovery.rampSeconds +
    2 * steps * shift.holdDownSeconds
  );
}

const restsFromMs = ({ plan }: World): number =>
  BEGINNING_MS + 1_000 * (plan.calmFromSeconds + restBoundSeconds(plan.settings));

export const comesToRest: Invariant = {
  id: "comes-to-rest",
  sentence:
    "Under constant signals the rows come to rest: nothing is written once the longest hold-off, the " +
    "ramp and the steps are over.",
  watch: (world) => {
    const fromMs = restsFromMs(world);
    return {
      sent: ({ replica, write }) =>
        world.agenda.nowMs >= fromMs
          ? `${replica.options.region} still writes ${JSON.stringify(write.weights)}`
          : undefined,
    };
  },
};

export const allAgree: Invariant = {
  id: "all-agree",
  sentence:
    "At rest all controllers that judge the regions alike hold the same matrix, and it is what the " +
    "entries serve.",
  watch: (world) => {
    const fromMs = restsFromMs(world);
    return {
      ticked: ({ replica, tick: { decision } }) => {
        if (world.agenda.nowMs < fromMs || world.plan.mode === "shadow") return undefined;
        // A controller that has seen something else may hold a region back for longer.
        if (decision.states.some((state) => state !== "healthy")) return undefined;
        for (let entry = 0; entry < world.names.length; entry++) {
          const served = world.apis[entry]?.routes.weights;
          const row = decision.rows[entry] ?? [];
          if (world.names.every((name, index) => served?.[name] === row[index])) continue;
          return `${replica.options.identity} wants ${row.join(" ")} of ${world.names[entry] ?? ""}`;
        }
        return undefined;
      },
    };
  },
};

/** So often may a share change its direction after the last change of a state: there, back, and there. */
const TURNS = 3;

export const noOscillation: Invariant = {
  id: "no-oscillation",
  sentence:
    "Once nothing changes any more and no region's state does, a region's share of an entry changes its " +
    "direction three times at most, however late controllers see each other.",
  watch: (world) => {
    const fromMs = BEGINNING_MS + 1_000 * (world.plan.calmFromSeconds + SETTLING_SECONDS);
    const directions = world.names.map(() => world.names.map(() => 0));
    const turns = world.names.map(() => world.names.map(() => 0));
    return {
      ticked: ({ tick: { changes } }) => {
        if (changes.length > 0) turns.forEach((counts) => counts.fill(0));
        return undefined;
      },
      wrote: ({ replica: { entry }, write }, { weights }) => {
        if (world.agenda.nowMs < fromMs || weights === undefined) return undefined;
        for (let region = 0; region < world.names.length; region++) {
          const name = world.names[region] ?? "";
          const direction = Math.sign((write.weights[name] ?? 0) - (weights[name] ?? 0));
          const [known, counts] = [directions[entry], turns[entry]];
          if (direction === 0 || known === undefined || counts === undefined) continue;
          if (known[region] === -direction) counts[region] = (counts[region] ?? 0) + 1;
          known[region] = direction;
          if ((counts[region] ?? 0) > TURNS) {
            return `the share of ${name} at ${world.names[entry] ?? ""} goes to and fro`;
          }
        }
        return undefined;
      },
    };
  },
};
