import type { Controller } from "../controller/controller";
import type { Signals } from "../decision/snapshot";
import { PrometheusError } from "../signals/prometheus";
import { periodically } from "./periodically";
import type { SourceLog } from "./source-log";

export interface SignalsLoopOptions {
  readonly controller: Pick<Controller, "ownSignals">;
  /** @throws PrometheusError where they cannot be read. */
  readonly read: (signal: AbortSignal) => Promise<Signals | undefined>;
  readonly source: SourceLog;
  readonly now: () => number;
}

/** How often Prometheus is asked, ms: it computes the rules every 5 s. */
const INTERVAL_MS = 2_000;

/** Keeps the controller up to date about its own region, until the signal. */
export async function signalsLoop(
  { controller, read, source, now }: SignalsLoopOptions,
  signal: AbortSignal,
): Promise<void> {
  const rhythm = { intervalMs: INTERVAL_MS, jitterRatio: 0.1, random: Math.random };
  await periodically(rhythm, signal, async () => {
    try {
      const signals = await read(signal);
      source.worked();
      controller.ownSignals(signals, now());
    } catch (error) {
      if (!(error instanceof PrometheusError)) throw error;
      if (signal.aborted) return;
      source.failed(error);
      controller.ownSignals(undefined, now());
    }
  });
}
