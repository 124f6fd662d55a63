import type { RegionSettings } from "../../config/region-settings";
import type { Topology } from "../../config/topology";
import type { ProjectChanges } from "../stacks/work-project";
import type { TokenIssuers } from "./token-issuers";

/**
 * How many times as many intents as shipped a region of the live depth takes. What answers there
 * needs milliseconds where a model needs seconds, and a load that shows anything has dozens of
 * requests a second.
 */
export const CAPACITY_FACTOR = 10;

/**
 * What the live depth changes in a sandbox's copy of the project, by configuration alone: keys of
 * token issuers that no network has, the capacity of stand-ins, as few replicas as are allowed, and
 * no other regions than those that run, if these can do without the others: a controller would take
 * the others for lost.
 */
export function liveChanges(
  { regions }: Topology,
  chosen: readonly string[],
  { jwks }: Pick<TokenIssuers, "jwks">,
): ProjectChanges {
  const running = regions.filter(({ name }) => chosen.includes(name));
  const areEnough = running.length > 1 && running.some(({ role }) => role === "primary");
  return new Map(
    (areEnough ? running : regions).map(({ name, capacityIntentsPerMinute, tokens }) => {
      const capacity = CAPACITY_FACTOR * capacityIntentsPerMinute;
      const settings = {
        LLM_REPLICAS: 2,
        MAX_LLM_RPS: Math.ceil(capacity / 60),
      } satisfies Partial<RegionSettings>;
      const topology = {
        capacityIntentsPerMinute: capacity,
        tokens: { ...tokens, jwks: jwks[name] },
      };
      return [name, { topology, settings }];
    }),
  );
}
