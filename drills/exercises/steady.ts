import { defaultLinks } from "../../sandbox/live/network/round-trips";
import type { Link, Router } from "../../sandbox/live/network/router";
import type { Injection } from "../injection";

/** What a packet between regions may be early or late, ms: twenty times the usual. */
const JITTER_MS = 10;

/** One in 200: far more than operators of such links promise. */
const LOSS = 0.005;

/** Links between regions that are poor, but links. Those to users stay as they are. */
export function poorLinks(
  regions: readonly string[],
  router: () => Promise<Pick<Router, "setLinks">>,
): Injection {
  const usual = defaultLinks(regions);
  const poor = Object.fromEntries(
    Object.entries(usual).map(([way, { delayMs }]): [string, Link] => [
      way,
      { delayMs, jitterMs: Math.min(delayMs, JITTER_MS), loss: LOSS },
    ]),
  );
  return {
    begin: async () => {
      await (await router()).setLinks(poor);
    },
    end: async () => {
      await (await router()).setLinks(usual);
    },
  };
}
