import { z } from "zod";
import { hasEnded, pause } from "../loops/periodically";
import type { ApiClient } from "./api-client";
import { ApiError, isGone } from "./api-error";
import type { ObjectName } from "./lease";

export interface WatchTimes {
  /**
   * How long a watch lasts until all is read anew, seconds: as long may a change go unnoticed if the
   * connection has died without a word.
   */
  readonly watchSeconds: number;
  /** Bound of a list, ms. */
  readonly timeoutMs: number;
  /** Least time from one list to the next, ms. */
  readonly retryAfterMs: number;
}

export const shippedWatchTimes: WatchTimes = {
  watchSeconds: 20,
  timeoutMs: 3_000,
  retryAfterMs: 1_000,
};

const configMap = z.object({
  metadata: z.object({ resourceVersion: z.string() }),
  data: z.record(z.string(), z.string()).nullish(),
});

const configMapList = z.object({
  metadata: z.object({ resourceVersion: z.string() }),
  items: z.array(configMap),
});

const watchEvent = z.discriminatedUnion("type", [
  z.object({ type: z.literal("ADDED"), object: configMap }),
  z.object({ type: z.literal("MODIFIED"), object: configMap }),
  z.object({ type: z.literal("DELETED"), object: z.unknown() }),
  z.object({ type: z.literal("BOOKMARK"), object: z.unknown() }),
  z.object({ type: z.literal("ERROR"), object: z.object({ code: z.int().optional() }) }),
]);

/** Longer nobody waits for a server that asks for patience: an override may be an emergency. */
const LONGEST_WAIT_MS = 30_000;

/**
 * Follows one key of one ConfigMap: lists, watches from there, and begins anew whenever the watch ends.
 * `take` is told at least once for each list, whether anything has changed or not. Ends with the signal.
 *
 * @param failed is told of what goes wrong; it goes on all the same.
 */
export async function followText(
  client: Pick<ApiClient, "call" | "watch">,
  { namespace, name, key }: ObjectName & { readonly key: string },
  take: (text: string | undefined) => void,
  failed: (error: ApiError) => void,
  signal: AbortSignal,
  times: WatchTimes = shippedWatchTimes,
): Promise<void> {
  const { watchSeconds, timeoutMs, retryAfterMs } = times;
  const path = `/api/v1/namespaces/${namespace}/configmaps?fieldSelector=metadata.name%3D${name}`;
  const textOf = (object: z.output<typeof configMap> | undefined): string | undefined =>
    object?.data?.[key];

  const once = async (): Promise<void> => {
    const request = { method: "GET", path } as const;
    const list = await client.call(request, configMapList, { timeoutMs, signal });
    take(textOf(list.items[0]));
    const watch =
      `${path}&watch=true&allowWatchBookmarks=true&timeoutSeconds=${watchSeconds}` +
      `&resourceVersion=${encodeURIComponent(list.metadata.resourceVersion)}`;
    const watchMs = watchSeconds * 1_000 + timeoutMs;
    await client.watch(watch, { timeoutMs: watchMs, signal }, (input) => {
      const event = watchEvent.safeParse(input);
      if (!event.success)
        throw new ApiError(`A watch of ConfigMap ${name} tells what is no event.`);
      const { data } = event;
      switch (data.type) {
        case "ADDED":
        case "MODIFIED":
          take(textOf(data.object));
          return;
        case "DELETED":
          take(textOf(undefined));
          return;
        case "BOOKMARK":
          return;
        case "ERROR":
          if (isGone(data.object.code)) return;
          throw new ApiError(`A watch of ConfigMap ${name} ends with an error.`);
      }
    });
  };

  while (!signal.aborted) {
    const begunAt = performance.now();
    let wait = retryAfterMs;
    try {
      await once();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (hasEnded(signal)) return;
      failed(error);
      wait = Math.max(retryAfterMs, Math.min(error.retryAfterMs ?? 0, LONGEST_WAIT_MS));
    }
    // Also a server that ends each watch at once is not asked without a pause.
    const left = begunAt + wait - performance.now();
    if (left > 0) await pause(left, signal);
  }
}
