import type { Topology } from "../../config/topology";
import { failoverHost } from "../../routing/hosts";
import type { Weights } from "../../routing/routes";

/** Steps of one percent point until a row comes again. */
const STEPS = 80;

/** The least that the second region gets, percent. */
const LEAST = 10;

/**
 * A row that differs from the one before it: the second region of the topology gets more and more, the
 * first one the rest.
 */
export function rowAt({ regions }: Topology, position: number): Weights {
  const share = LEAST + (position % STEPS);
  const shares = [100 - share, share];
  return Object.fromEntries(regions.map(({ name }, index) => [name, shares[index] ?? 0]));
}

/** A row as Envoys have it: by the hosts of the mesh, without those that get nothing. */
export const byHost = (weights: Weights): Weights =>
  Object.fromEntries(
    Object.entries(weights)
      .filter(([, weight]) => weight > 0)
      .map(([name, weight]) => [failoverHost(name), weight]),
  );
