import { liveFolder } from "../../../sandbox/live/files";
import { attachNetwork } from "../../../sandbox/live/network/network";
import { askFromInside } from "../../../sandbox/live/observation/controllers/asker";
import { controllerDecisions } from "../../../sandbox/live/observation/controllers/decisions";
import { followAt } from "../../../sandbox/live/observation/controllers/follow";
import { regionAccess, startedRegion } from "../../../sandbox/live/region-access";
import {
  decisionAnswer,
  type DecisionAnswer,
} from "../../../services/traffic-controller/api/decision-schema";
import { layout, REGIONS } from "./shared-live-sandbox";
import { until } from "./until";

/** What the leading traffic controller of an entry has said, and when it was heard, ms since 1970. */
export interface HeardDecision {
  readonly at: number;
  readonly decision: DecisionAnswer;
}

/**
 * Asks the traffic controllers of all regions, twice a second, until the signal.
 *
 * @returns what those that lead have said, by entry; it grows.
 */
export async function followControllers(
  signal: AbortSignal,
): Promise<ReadonlyMap<string, readonly HeardDecision[]>> {
  const heard = new Map<string, HeardDecision[]>(REGIONS.map((region) => [region, []]));
  const ask = askFromInside(await attachNetwork(liveFolder(layout.directory)));
  for (const region of REGIONS) {
    const access = await regionAccess(await startedRegion(layout.directory, region));
    void controllerDecisions({
      region,
      follow: followAt(access),
      ask: (pod, hear, ending) =>
        ask(
          pod,
          (answer) => {
            const parsed = decisionAnswer.safeParse(answer);
            if (parsed.success && parsed.data.leader.isSelf) {
              heard.get(region)?.push({ at: Date.now(), decision: parsed.data });
            }
            hear(answer);
          },
          ending,
        ),
    })(() => undefined, signal);
  }
  return heard;
}

/** Waits until the leading controller of each entry says that all regions are healthy. */
export async function untilAllAreHealthy(boundMs: number): Promise<void> {
  const ending = new AbortController();
  const heard = await followControllers(ending.signal);
  try {
    await until("each controller to say that all regions are healthy", boundMs, () =>
      [...heard.values()].every(
        (decisions) =>
          decisions.at(-1)?.decision.regions.every(({ state }) => state === "healthy") === true,
      )
        ? true
        : undefined,
    );
  } finally {
    ending.abort();
  }
}
