import { setTimeout as sleep } from "node:timers/promises";
import { askProbe, type Asker } from "./ask";
import type { PodProbe } from "./pod";
import { counted, nextAsk, NO_ANSWERS } from "./probes";

/** Called with each verdict that differs from the one before. */
export type OnVerdict = (isSuccess: boolean) => void;

/**
 * Asks a probe until the signal, and tells what its answers amount to.
 *
 * @param isEager whether a first success is looked for more often than the probe's period says.
 */
export async function followProbe(
  probe: PodProbe,
  asker: Asker,
  { isEager, onVerdict, signal }: { isEager: boolean; onVerdict: OnVerdict; signal: AbortSignal },
): Promise<void> {
  const begin = Date.now();
  let tally = NO_ANSWERS;
  let last: boolean | undefined;
  // Eager ones begin at once.
  let { at, failureCounts } = isEager
    ? { at: begin, failureCounts: false }
    : nextAsk(probe, begin, begin - 1, false);
  for (;;) {
    await sleep(Math.max(0, at - Date.now()), undefined, { signal, ref: false }).catch(
      () => undefined,
    );
    if (signal.aborted) return;
    const isSuccess = await askProbe(probe, asker);
    if (isAborted(signal)) return;
    if (isSuccess || failureCounts) {
      const next = counted(probe, tally, isSuccess);
      tally = next.tally;
      const verdict = next.verdict === undefined ? undefined : next.verdict === "success";
      if (verdict !== undefined && verdict !== last) {
        last = verdict;
        onVerdict(verdict);
      }
    }
    ({ at, failureCounts } = nextAsk(probe, begin, Date.now(), isEager && last !== true));
  }
}

/** Asked anew: it may have changed while something was awaited. */
const isAborted = (signal: AbortSignal): boolean => signal.aborted;
