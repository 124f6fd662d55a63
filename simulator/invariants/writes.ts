import type { Replica } from "../world/replica";
import type { World } from "../world/world";
import { type Invariant, mustLeave } from "./invariant";

export const noIdleWrites: Invariant = {
  id: "no-idle-writes",
  sentence: "What has not changed is not written.",
  watch: (world) => ({
    wrote: ({ write, replica }, { weights, isAsWritten }) => {
      const isSame = world.names.every((name) => weights?.[name] === write.weights[name]);
      return isSame && isAsWritten
        ? `${replica.options.region} wrote the row that it had`
        : undefined;
    },
  }),
};

/** Longest time for a decision to be served while the API server answers, ms. */
const CONVERGES_MS = 10_000;

export const serversConverge: Invariant = {
  id: "converges",
  sentence:
    "What a leader decides is served within 10 s of the moment from which the API server answers.",
  watch: (world) => {
    const differsSinceMs: (number | undefined)[] = world.names.map(() => undefined);
    return {
      ticked: ({ replica, tick: { decision } }) => {
        const { entry, api } = replica;
        if (!replica.isLeading) return undefined;
        const { nowMs } = world.agenda;
        const row = decision.rows[entry] ?? [];
        const { weights, isAsWritten } = api.routes;
        const isServed =
          isAsWritten && world.names.every((name, index) => weights?.[name] === row[index]);
        if (isServed || api.trouble !== undefined || world.plan.mode === "shadow") {
          differsSinceMs[entry] = undefined;
          return undefined;
        }
        const since = Math.max(
          (differsSinceMs[entry] ??= nowMs),
          api.fineSinceMs,
          replica.awakeSinceMs,
        );
        return nowMs - since > CONVERGES_MS
          ? `${replica.options.region} has not served its row for ${((nowMs - since) / 1_000).toFixed(0)} s`
          : undefined;
      },
    };
  },
};

/** Longest time from the first failed probe to the row without the region, ms. */
const FAILOVER_MS = 3_000;

/** A controller that has just started has to look first; one whose writes failed waits a little, ms. */
const SETTLED_MS = 10_000;

export const failsOverInTime: Invariant = {
  id: "fails-over-in-time",
  sentence:
    "3 s after the first failed probe of a region that does not answer, the entry sends it nothing.",
  watch: (world) => {
    const leadsSinceMs = new Map<Replica, number>();
    return {
      second: (nowMs) => {
        if (world.plan.mode === "shadow") return undefined;
        for (let entry = 0; entry < world.names.length; entry++) {
          for (const replica of world.replicas[entry] ?? []) {
            if (!replica.isLeading) {
              leadsSinceMs.delete(replica);
              continue;
            }
            const since = leadsSinceMs.get(replica) ?? nowMs;
            leadsSinceMs.set(replica, since);
            const isSettled =
              replica.api.trouble === undefined &&
              nowMs - Math.max(since, replica.api.fineSinceMs, replica.awakeSinceMs) >= SETTLED_MS;
            const what = isSettled ? late(world, replica, nowMs) : undefined;
            if (what !== undefined) return what;
          }
        }
        return undefined;
      },
    };
  },
};

function late(
  world: World,
  { entry, failingSinceMs, api, decision }: Replica,
  nowMs: number,
): string | undefined {
  const row = world.rowOf(entry);
  const left = decision === undefined ? [] : mustLeave(decision, entry);
  // An entry that reaches nobody serves itself, whether it reaches itself or not.
  const isAlone = left.every((must, region) => must || region === entry);
  for (let region = 0; region < failingSinceMs.length; region++) {
    const since = failingSinceMs[region];
    if (since === undefined || nowMs - since <= FAILOVER_MS) continue;
    if (region === entry && isAlone) continue;
    const points = row?.[region] ?? 0;
    if (points > 0 && api.routes.isAsWritten) {
      return (
        `${world.names[entry] ?? ""} sends ${points} points to ${world.names[region] ?? ""}, ` +
        `${((nowMs - since) / 1_000).toFixed(1)} s after its first failed probe`
      );
    }
  }
  return undefined;
}
