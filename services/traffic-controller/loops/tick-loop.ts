import type { Recorder } from "../api/recorder";
import { ApiError, NotSent } from "../cluster/api-error";
import type { GlobalRoutes } from "../cluster/global-routes";
import type { Controller, Write, WriteFailure } from "../controller/controller";
import type { HttpRoutes } from "../../../routing/http-route";
import type { Weights } from "../../../routing/routes";
import { pause } from "./periodically";
import type { Wake } from "./wake";

export interface TickLoopOptions {
  readonly controller: Pick<
    Controller,
    "tick" | "isLeading" | "written" | "writeFailed" | "status"
  >;
  readonly recorder: Pick<Recorder, "ticked" | "written" | "writeFailed">;
  readonly routes: Pick<GlobalRoutes, "apply">;
  readonly routesWith: (weights: Weights) => HttpRoutes;
  /** Ends the wait for the next tick: something has been seen that may matter. */
  readonly wake: Wake;
  /** The routes have to be read again, at once. */
  readonly readRoutes: () => void;
  readonly now: () => number;
  /** Wait before the first tick, ms: at once it would find everything missing, and say so. */
  readonly firstAfterMs: number;
  /** Ends a write that is under way, after the loop. */
  readonly giveUp: AbortSignal;
}

/** Longest time between two ticks, ms. */
const INTERVAL_MS = 1_000;

/** Least time between two ticks, ms, whatever happens: many probes fail together. */
const LEAST_INTERVAL_MS = 20;

/** The most that the election leaves: by then another replica may lead. */
const WRITE_TIMEOUT_MS = 1_500;

/** Decides every second and whenever it is woken, and writes what has been decided, until the signal. */
export async function tickLoop(options: TickLoopOptions, signal: AbortSignal): Promise<void> {
  const { controller, recorder, wake, now } = options;
  let writing: Promise<void> | undefined;
  let failure: Error | undefined;
  await pause(options.firstAfterMs, signal);
  while (!signal.aborted && failure === undefined) {
    const begunAt = performance.now();
    const nowMs = now();
    const tick = controller.tick(nowMs);
    recorder.ticked(tick, nowMs, performance.now() - begunAt);
    if (tick.write !== undefined) {
      // There is never a second one under way.
      writing = write(tick.write, options, signal).catch((error: unknown) => {
        failure = error instanceof Error ? error : new Error(String(error));
        wake.now();
      });
    }
    await pause(LEAST_INTERVAL_MS, signal);
    await wake.wait(INTERVAL_MS - LEAST_INTERVAL_MS, signal);
  }
  await writing;
  if (failure !== undefined) throw failure;
}

async function write(row: Write, options: TickLoopOptions, signal: AbortSignal): Promise<void> {
  const { controller, recorder, routes, routesWith, readRoutes, now, giveUp } = options;
  try {
    const resourceVersion = await routes.apply(
      routesWith(row.weights),
      row.resourceVersion,
      { timeoutMs: WRITE_TIMEOUT_MS, signal: giveUp },
      () => controller.isLeading(now()),
    );
    controller.written({ resourceVersion }, row, now());
    recorder.written(row, now());
  } catch (error) {
    const failure = failureOf(error);
    controller.writeFailed(failure, now());
    recorder.writeFailed(failure, now());
    // Not before: by the time that it may write again, what was read would be old.
    await pause(controller.status(now()).writes.backoffLeftMs, signal);
    readRoutes();
  }
}

/** @throws whatever is no failure of a write. */
function failureOf(error: unknown): WriteFailure {
  if (error instanceof NotSent) return { kind: "not-sent", message: error.message };
  if (!(error instanceof ApiError)) throw error;
  const { kind, retryAfterMs, message } = error;
  return { kind, message, ...(retryAfterMs !== undefined && { retryAfterMs }) };
}
