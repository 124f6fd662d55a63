import { z } from "zod";
import { namespaces } from "../../../../components/region-base/namespaces";
import { TRAFFIC_CONTROLLER } from "../../../../components/traffic/controller/names";
import type { LiveSource } from "../sources";
import { wordOf } from "../sources";
import type { AskPod } from "./asker";
import type { Follow } from "./follow";

/** A region's API server, and the way into its pods. */
export interface ControllersOptions {
  readonly region: string;
  readonly follow: Follow;
  readonly ask: AskPod;
  /** ms since 1970. */
  readonly now?: () => number;
}

const PODS =
  `/api/v1/namespaces/${namespaces.global}/pods` +
  `?labelSelector=${encodeURIComponent(`app=${TRAFFIC_CONTROLLER}`)}`;

const podSchema = z.object({ metadata: z.object({ uid: z.string() }) });

const leading = z.object({ leader: z.object({ isSelf: z.literal(true) }) });

/**
 * What the traffic controllers of a region decide, whichever pods they are in. Those that stand by
 * have opinions too, but nobody goes by them.
 */
export const controllerDecisions =
  ({ region, follow, ask, now = Date.now }: ControllersOptions): LiveSource =>
  async (tell, signal) => {
    const asked = new Map<string, { stop: AbortController; ended: Promise<void> }>();
    const hear = (answer: unknown): void => {
      const decision = leading.safeParse(answer).success ? wordOf(answer) : undefined;
      if (decision !== undefined) tell({ type: "decision", at: now(), decision });
    };
    await follow(
      {
        path: PODS,
        object: podSchema,
        onChange: (pods) => {
          const uids = new Set(pods.map(({ metadata }) => metadata.uid));
          for (const [uid, { stop }] of asked) {
            if (!uids.has(uid)) stop.abort();
          }
          for (const uid of uids) {
            if (asked.has(uid)) continue;
            const stop = new AbortController();
            const ended = ask(`${region}.${uid}`, hear, AbortSignal.any([signal, stop.signal]));
            asked.set(uid, { stop, ended });
          }
        },
      },
      signal,
    );
    await Promise.all([...asked.values()].map(({ ended }) => ended));
  };
