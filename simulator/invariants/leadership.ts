import type { World } from "../world/world";
import type { Invariant } from "./invariant";

/** Longer than a lease, s. */
const LEASE_SECONDS = 10;

/**
 * Whether a clock of the region has just been set: who holds a lease is told by how fast clocks run, so
 * that the processes count by one that nobody sets.
 */
const clockWasSet = ({ plan, names, seconds }: World, entry: number): boolean =>
  plan.faults.some(
    (fault) =>
      fault.kind === "clock" &&
      fault.region === names[entry] &&
      seconds >= fault.at &&
      seconds - fault.at <= LEASE_SECONDS,
  );

export const oneLeader: Invariant = {
  id: "one-leader",
  sentence: "At most one replica of a region leads at any time, while nobody sets its clock.",
  watch: (world) => ({
    ticked: ({ replica }) => {
      if (!replica.isLeading || clockWasSet(world, replica.entry)) return undefined;
      const other = world.replicas[replica.entry]?.find((it) => it !== replica && it.isLeading);
      return other && `two replicas of ${replica.options.region} lead`;
    },
  }),
};

export const leadersWrite: Invariant = {
  id: "leaders-write",
  sentence:
    "Only the holder of a region's lease writes its entry; a leader that was paused and replaced " +
    "never does.",
  watch: (world) => {
    const check = (entry: number, identity: string, isLeading: boolean): string | undefined => {
      const holder = world.apis[entry]?.lease?.holder;
      return (holder === identity && isLeading) || clockWasSet(world, entry)
        ? undefined
        : `${identity} writes, and the lease is ${holder === undefined || holder === "" ? "nobody's" : `that of ${holder}`}`;
    };
    return {
      sent: ({ replica }) => check(replica.entry, replica.identity, replica.isLeading),
      // What is on its way when its sender dies is still that of the last leader.
      wrote: ({ replica, identity }) => check(replica.entry, identity, true),
    };
  },
};

export const shadowsWriteNothing: Invariant = {
  id: "shadows-write-nothing",
  sentence: "A controller in shadow mode writes nothing.",
  watch: () => ({
    sent: ({ replica: { options } }) =>
      options.mode === "shadow" ? `${options.identity} writes in shadow mode` : undefined,
  }),
};

/** Longest time without a leader while the API server answers and a replica is there, ms. */
const HAND_OVER_MS = 15_000;

export const handsOver: Invariant = {
  id: "hands-over",
  sentence: "Where a replica runs and the API server answers, somebody leads within 15 s.",
  watch: (world) => {
    const leaderlessSinceMs: (number | undefined)[] = world.names.map(() => undefined);
    return {
      second: (nowMs) => {
        for (let entry = 0; entry < world.names.length; entry++) {
          const api = world.apis[entry];
          if (api === undefined) continue;
          const replicas = world.replicas[entry] ?? [];
          const isPossible =
            world.plan.mode === "active" &&
            api.trouble === undefined &&
            replicas.some((it) => it.isAwake && nowMs - it.awakeSinceMs >= HAND_OVER_MS);
          if (!isPossible || replicas.some((it) => it.isLeading)) {
            leaderlessSinceMs[entry] = undefined;
            continue;
          }
          const since = Math.max((leaderlessSinceMs[entry] ??= nowMs), api.fineSinceMs);
          if (nowMs - since > HAND_OVER_MS) {
            return `nobody has led ${world.names[entry] ?? ""} for ${((nowMs - since) / 1_000).toFixed(0)} s`;
          }
        }
        return undefined;
      },
    };
  },
};
