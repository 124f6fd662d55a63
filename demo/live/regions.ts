import { OperatorError } from "../../config/operator-error";
import type { Topology } from "../../config/topology";

/** The region that is killed, if it is among those that run. */
const VICTIM = "eu-west-1";

/** Which regions are brought up, and which of them dies. */
export interface Cast {
  readonly regions: readonly string[];
  readonly victim: string;
  /** The primary, whose entry sends some of its requests there. */
  readonly helper: string;
}

/**
 * Chooses the regions of the show, in the order of the topology: unless they are named the primary and the
 * one that dies, since a laptop has room for two.
 *
 * @throws OperatorError if one is unknown, or they can show no failover.
 */
export function castOf(
  { regions: all }: Pick<Topology, "regions">,
  names: readonly string[] | undefined,
): Cast {
  const primary = all.find(({ role }) => role === "primary")?.name;
  const known = all.map(({ name }) => name);
  const unknown = names?.filter((name) => !known.includes(name)) ?? [];
  if (unknown.length > 0) {
    throw new OperatorError(
      `There is no region ${unknown.join(", ")}. The topology has ${known.join(", ")}.`,
    );
  }
  const chosen = names ?? [primary, VICTIM];
  const regions = known.filter((name) => chosen.includes(name));
  const mortal = regions.filter((name) => name !== primary);
  const victim = mortal.find((name) => name === VICTIM) ?? mortal[0];
  if (victim === undefined || primary === undefined || regions.length === mortal.length) {
    throw new OperatorError(
      `--regions: name ${primary ?? "the primary"}, which the state store begins with, and at least one more.`,
    );
  }
  return { regions, victim, helper: primary };
}
