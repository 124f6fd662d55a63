import { ApiError } from "../cluster/api-error";
import type { GlobalRoutes, VirtualService } from "../cluster/global-routes";
import type { Controller, ObservedRoutes } from "../controller/controller";
import { hasEnded } from "./periodically";
import type { SourceLog } from "./source-log";
import type { Wake } from "./wake";

export interface RoutesLoopOptions {
  readonly controller: Pick<Controller, "routesObserved">;
  readonly routes: Pick<GlobalRoutes, "read">;
  readonly observe: (object: VirtualService) => ObservedRoutes;
  readonly source: SourceLog;
  /** Ends the wait for the next read. */
  readonly wake: Wake;
  /** Whenever they have been read, or could not be. */
  readonly onRead: () => void;
  readonly now: () => number;
}

/** How often the routes are read, ms: so late it is noticed that somebody else has changed them. */
const INTERVAL_MS = 2_000;

const TIMEOUT_MS = 1_500;

/** Keeps the controller up to date about what is served, until the signal. */
export async function routesLoop(
  { controller, routes, observe, source, wake, onRead, now }: RoutesLoopOptions,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const askedAtMs = now();
    try {
      const object = await routes.read({ timeoutMs: TIMEOUT_MS, signal });
      source.worked();
      controller.routesObserved(observe(object), now(), askedAtMs);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (hasEnded(signal)) return;
      source.failed(error);
      controller.routesObserved(undefined, now(), askedAtMs);
    }
    onRead();
    await wake.wait(INTERVAL_MS, signal);
  }
}
