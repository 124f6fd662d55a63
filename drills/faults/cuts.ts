import { CLIENTS } from "../../sandbox/live/border/border";
import type { Router } from "../../sandbox/live/network/router";
import type { Injection } from "../injection";
import type { Scene } from "../scene";
import { allOf } from "./all-of";

/** A direction between two sites. */
export interface Direction {
  readonly from: string;
  readonly to: string;
}

/** Modes in which the network fails, and nothing else. */
export type CutMode = "blackhole" | "partition" | "partition-one-way";

/**
 * The directions in which nothing passes any more. Users have a site of their own, which only a
 * blackhole cuts off.
 */
export function directionsOf(
  mode: CutMode,
  { victim, other, regions }: Pick<Scene, "victim" | "other" | "regions">,
): Direction[] {
  switch (mode) {
    case "blackhole":
      return [...regions.filter((region) => region !== victim), CLIENTS].flatMap((site) =>
        both(site, victim),
      );
    case "partition":
      return both(other, victim);
    case "partition-one-way":
      return [{ from: other, to: victim }];
  }
}

const both = (one: string, two: string): Direction[] => [
  { from: one, to: two },
  { from: two, to: one },
];

/**
 * Packets of some directions are dropped silently; those that are on their way still arrive. At the end
 * exactly these directions are healed, so a cut that somebody else has made stays.
 */
export function cuts(
  directions: readonly Direction[],
  router: () => Promise<Pick<Router, "cut" | "heal">>,
): Injection {
  const cut = new Set<Direction>();
  return {
    begin: async () => {
      const { cut: drop } = await router();
      await allOf(
        directions.map((direction) => {
          // Before it is known to be cut: an answer can be lost.
          cut.add(direction);
          return drop(direction.from, direction.to, "drop");
        }),
      );
    },
    end: async () => {
      if (cut.size === 0) return;
      const { heal } = await router();
      await allOf(
        [...cut].map(async (direction) => {
          await heal(direction.from, direction.to);
          cut.delete(direction);
        }),
      );
    },
  };
}
