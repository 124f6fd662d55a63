import { loadsOf } from "../../services/traffic-controller/decision/row";
import type { Look } from "../world/watch";
import type { World } from "../world/world";
import { type Invariant, sum } from "./invariant";

/** However much is bound to it, a region is planned with a hundredth of its capacity. */
const LEAST_USABLE_RATIO = 0.01;

export const receiversHaveRoom: Invariant = {
  id: "receivers-have-room",
  sentence:
    "With one view, no region is given more than it has room for, all entries together; where all " +
    "are too full, no more than its share of the overload by capacity.",
  watch: (world) => {
    // What a controller in shadow mode wants is not what is served, which it begins from each time.
    const isWatched =
      world.plan.mode === "active" && world.plan.faults.every(({ kind }) => !ORDERS.includes(kind));
    return {
      ticked: (look) => {
        // Orders are carried out even if they overload somebody.
        if (!isWatched || look.tick.decision.changed.length === 0) return undefined;
        return overfilled(world, look);
      },
    };
  },
};

const ORDERS: readonly string[] = ["drain", "exclude", "pin", "freeze"];

function overfilled(
  world: World,
  { replica, tick: { decision }, before, nowMs }: Look,
): string | undefined {
  const { next } = decision;
  const { settings, topology } = world.plan;
  const seen = replica.controller?.status(nowMs).regions;
  if (before === undefined || seen === undefined) return undefined;
  // Who does not see all cannot fill all; links that are down leave no way to some of the room.
  const staleMs = settings.staleness.signalsSeconds * 1_000;
  const isBlind = seen.some(({ signals }) => signals === undefined || !(signals.ageMs <= staleMs));
  const isMissing = decision.reasons.some(({ code }) => code === "signals-missing");
  if (isBlind || isMissing || next.down.some((row) => row.includes(true))) return undefined;

  const served = before.next.rows.map((row, entry) => {
    const weights = seen[entry]?.served;
    return weights === undefined ? row : world.names.map((name) => weights[name] ?? 0);
  });
  const demand = next.health.map(({ lastSound }) =>
    Math.max(1, lastSound?.demandIntentsPerMinute ?? 0),
  );
  const usable = topology.regions.map(({ capacityIntentsPerMinute: capacity }, index) => {
    const one = next.health[index];
    const share = one?.judgement.state === "recovering" ? one.judgement.share : 1;
    const bound = one?.lastSound?.boundIntentsPerMinute ?? 0;
    const planned = capacity * settings.assignment.usableRatio * share - bound;
    return Math.max(capacity * LEAST_USABLE_RATIO, planned);
  });
  const open = usable.map((room, index) =>
    next.health[index]?.judgement.state === "failed" ? 0 : room,
  );
  const pressure = Math.max(1, sum(demand) / sum(open));
  const rounding = sum(demand) / 100;
  const [was, is] = [loadsOf(served, demand), loadsOf(decision.rows, demand)];
  for (let region = 0; region < is.length; region++) {
    const load = is[region] ?? 0;
    const most = Math.max((usable[region] ?? 0) * pressure + rounding, was[region] ?? 0);
    if (load > most + 1e-6) {
      return `${world.names[region] ?? ""} is given ${load.toFixed(1)} intents/min, where ${most.toFixed(1)} are its most`;
    }
  }
  return undefined;
}
