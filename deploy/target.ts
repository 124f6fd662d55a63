import { OperatorError } from "../config/operator-error";
import type { Role, Topology } from "../config/topology";

/** The stacks of a deployment: each of the groups begins when the one before it has ended. */
export type Groups = readonly (readonly string[])[];

/** What is deployed besides a single region. */
export const targets = ["global", "regions", "all"] as const;

/** The regions that also carry the global control plane. */
const isGlobal: Readonly<Record<Role, boolean>> = {
  primary: true,
  dr: true,
  regional: false,
  edge: false,
};

/**
 * The stacks that a target stands for: `global` those with the global control plane, `regions` every
 * region at once, `all` the global ones and then the others, or a region by its name.
 *
 * @throws OperatorError that lists what can be deployed.
 */
export function stacksOf(target: string, { regions }: Topology): Groups {
  const names = (wanted: (role: Role) => boolean): string[] =>
    regions.filter(({ role }) => wanted(role)).map(({ name }) => name);
  const global = names((role) => isGlobal[role]);

  // A region may bear any name, and then is what its name says.
  if (regions.some(({ name }) => name === target)) return [[target]];
  switch (target) {
    case "global":
      return [global];
    case "regions":
      return [names(() => true)];
    case "all":
      return [global, names((role) => !isGlobal[role])].filter((group) => group.length > 0);
    default:
      throw new OperatorError(
        `There is no region ${target}. The topology has ${names(() => true).join(", ")}; ` +
          `${targets.join(", ")} stand for several of them.`,
      );
  }
}
