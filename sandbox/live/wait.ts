import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { ApiClient } from "../cluster/api-client";
import { OperatorError } from "../../config/operator-error";
import {
  type UnreadyPod,
  type UnreadyWorkload,
  podSchema,
  unreadyWorkloads,
  workloadSchema,
} from "./workloads";

/** What waits for a region's workloads. */
export interface Waiting {
  readonly region: string;
  readonly api: Pick<ApiClient, "get">;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** The last line that a container of a pod has written. */
  readonly lastLine: (pod: UnreadyPod) => Promise<string | undefined>;
}

const POLL_MS = 500;

const workloads = z.object({ items: z.array(workloadSchema) });
const pods = z.object({ items: z.array(podSchema) });

/**
 * Waits until all workloads of a region whose pods run for real are available.
 *
 * @throws OperatorError at the bound: what is missing, and what its pods wrote last.
 */
export async function awaitWorkloads(waiting: Waiting): Promise<void> {
  const { region, api, timeoutMs, signal } = waiting;
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    signal.throwIfAborted();
    const missing = await missingIn(api);
    if (missing.length === 0) return;
    if (Date.now() >= deadline) {
      throw new OperatorError(
        `${region} is not ready after ${String(timeoutMs / 1000)} s:\n` +
          (await describe(missing, waiting)).map((line) => `  ${line}`).join("\n"),
      );
    }
    await sleep(POLL_MS, undefined, { signal });
  }
}

/** Workloads of a region that are not available yet. */
export async function missingIn(api: Pick<ApiClient, "get">): Promise<UnreadyWorkload[]> {
  const [deployments, statefulSets, all] = await Promise.all([
    api.get("/apis/apps/v1/deployments"),
    api.get("/apis/apps/v1/statefulsets"),
    api.get("/api/v1/pods"),
  ]);
  return unreadyWorkloads(
    [...workloads.parse(deployments).items, ...workloads.parse(statefulSets).items],
    pods.parse(all).items,
  );
}

async function describe(
  missing: readonly UnreadyWorkload[],
  { lastLine }: Waiting,
): Promise<string[]> {
  const described = missing.map(async ({ name, available, wanted, pods: unready }) => [
    `${name}: ${String(available)} of ${String(wanted)}`,
    ...(
      await Promise.all(
        unready.map(async (pod) => {
          const line = await lastLine(pod);
          const who = pod.container === undefined ? pod.name : `${pod.name}, ${pod.container}`;
          return [`  ${who}: ${pod.why}`, ...(line === undefined ? [] : [`    ${line}`])];
        }),
      )
    ).flat(),
  ]);
  return (await Promise.all(described)).flat();
}
