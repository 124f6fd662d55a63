import { pointsMoved } from "../../services/traffic-controller/decision/row";
import type { SentWrite } from "../world/watch";
import type { World } from "../world/world";
import { type Invariant, mustLeave } from "./invariant";

/** Points that a write moved, and those of them that had to. */
interface Move {
  readonly points: number;
  readonly forced: number;
}

/** Nothing can be said of routes that held no row before. */
function moveOf(
  world: World,
  { replica: { entry }, write, decision }: SentWrite,
  before: Readonly<Record<string, number>> | undefined,
): Move | undefined {
  if (before === undefined) return undefined;
  const [from, to] = [before, write.weights].map((row) =>
    world.names.map((name) => row[name] ?? 0),
  );
  if (from === undefined || to === undefined) return undefined;
  const left = mustLeave(decision, entry);
  const forced = from.reduce(
    (total, points, index) => total + (left[index] === true ? points : 0),
    0,
  );
  return { points: pointsMoved(from, to), forced };
}

export const smallSteps: Invariant = {
  id: "small-steps",
  sentence: "A row moves by no more than a step, but away from where its requests must not be.",
  watch: (world) => ({
    wrote: (sent, { weights }) => {
      const move = moveOf(world, sent, weights);
      if (move === undefined) return undefined;
      const most = world.plan.settings.shift.maxStepPoints + move.forced;
      return move.points > most
        ? `${sent.replica.options.region} moved ${move.points} points, where ${most} may move`
        : undefined;
    },
  }),
};

/** Clocks of replicas differ in speed by so much at most, and are whole milliseconds. */
const SLACK = 0.999;

export const heldDown: Invariant = {
  id: "held-down",
  sentence:
    "A row shifts at most once in a hold-down, however a signal flaps, but away from where its " +
    "requests must not be.",
  watch: (world) => {
    const shiftedAtMs = world.names.map(() => -Infinity);
    return {
      wrote: (sent, { weights }) => {
        const { entry } = sent.replica;
        const move = moveOf(world, sent, weights);
        if (move === undefined || move.points === 0) return undefined;
        const sinceMs = sent.decidedAtMs - (shiftedAtMs[entry] ?? 0);
        shiftedAtMs[entry] = sent.decidedAtMs;
        const holdDownMs = world.plan.settings.shift.holdDownSeconds * 1_000;
        // A clock that is set makes a hold-down as long or short as it likes.
        const steps = world.plan.faults.some(
          (it) => it.kind === "clock" && it.region === world.names[entry],
        );
        return move.points > move.forced && sinceMs < holdDownMs * SLACK && !steps
          ? `${sent.replica.options.region} shifted ${move.points} points, ${move.forced} of them ` +
              `by force, ${sinceMs.toFixed(0)} ms after its last shift`
          : undefined;
      },
    };
  },
};
