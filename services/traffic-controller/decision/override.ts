import type { Weights } from "../../../routing/routes";
import { type Memory, rowOf } from "./memory";
import type { Row } from "./row";

/** An operator's order, which stands until it is lifted or expires. */
export type Override = Order & {
  /** Unique among those that stand. */
  readonly id: string;
  /** Why, in words. */
  readonly reason: string;
  /** Who. */
  readonly author: string;
  readonly expiresAtMs: number;
};

export type Order =
  /** Leads all requests away from a region, step by step. */
  | { readonly kind: "drain"; readonly region: string }
  /** Takes a region out at once: the emergency procedure. */
  | { readonly kind: "exclude"; readonly region: string }
  /** Gives an entry this row, step by step, whatever its regions' signals say. */
  | { readonly kind: "pin"; readonly entry: string; readonly weights: Weights }
  /** Stops all shifts but those away from failed and excluded regions. */
  | { readonly kind: "freeze" };

/** The overrides that count, by region and by entry. */
export interface Standing {
  readonly drained: readonly (Override | undefined)[];
  readonly excluded: readonly (Override | undefined)[];
  readonly pinned: readonly (Row | undefined)[];
  readonly frozen: boolean;
  readonly accepted: readonly Override[];
  readonly refused: readonly Refusal[];
}

export interface Refusal {
  readonly override: Override;
  readonly why: "expired" | "unknown-region" | "no-row" | "leaves-no-region";
}

/**
 * Which overrides count now. What has been accepted once stays so until it is lifted or expires; a new
 * one is refused if it would leave no region, those that have failed not counted.
 */
export function standingOverrides(
  overrides: readonly Override[],
  { regions, health, accepted: before }: Memory,
  nowMs: number,
): Standing {
  const drained: (Override | undefined)[] = regions.map(() => undefined);
  const excluded: (Override | undefined)[] = regions.map(() => undefined);
  const pinned: (Row | undefined)[] = regions.map(() => undefined);
  const accepted: Override[] = [];
  const refused: Refusal[] = [];
  let frozen = false;

  const leavesNone = (taken: number): boolean =>
    regions.every(
      (_, index) =>
        index === taken ||
        drained[index] !== undefined ||
        excluded[index] !== undefined ||
        health[index]?.judgement.state === "failed",
    );

  const refusal = (override: Override): Refusal["why"] | undefined => {
    if (!(override.expiresAtMs > nowMs)) return "expired";
    switch (override.kind) {
      case "freeze":
        frozen = true;
        return undefined;
      case "pin": {
        const entry = regions.indexOf(override.entry);
        if (entry === -1) return "unknown-region";
        const row = rowOf(override.weights, regions);
        if (row === undefined) return "no-row";
        pinned[entry] = row;
        return undefined;
      }
      case "drain":
      case "exclude": {
        const index = regions.indexOf(override.region);
        if (index === -1) return "unknown-region";
        if (!before.includes(override.id) && leavesNone(index)) return "leaves-no-region";
        (override.kind === "drain" ? drained : excluded)[index] = override;
        return undefined;
      }
    }
  };

  const oldFirst = (override: Override): number => (before.includes(override.id) ? 0 : 1);
  const inOrder = [...overrides].sort(
    (one, other) => oldFirst(one) - oldFirst(other) || (one.id < other.id ? -1 : 1),
  );
  for (const override of inOrder) {
    const why = refusal(override);
    if (why === undefined) accepted.push(override);
    else refused.push({ override, why });
  }
  return { drained, excluded, pinned, frozen, accepted, refused };
}
