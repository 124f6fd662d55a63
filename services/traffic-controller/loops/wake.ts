import { pause } from "./periodically";

/** Ends a wait early, once, whether it has begun or not. */
export class Wake {
  private isDue = false;
  private waking: AbortController | undefined;

  now(): void {
    this.isDue = true;
    this.waking?.abort();
  }

  /** Waits until it is woken, the time is over or the signal comes. */
  async wait(ms: number, signal: AbortSignal): Promise<void> {
    if (!this.isDue && !signal.aborted) {
      const waking = new AbortController();
      const stop = (): void => {
        waking.abort();
      };
      this.waking = waking;
      signal.addEventListener("abort", stop, { once: true });
      await pause(ms, waking.signal);
      signal.removeEventListener("abort", stop);
      this.waking = undefined;
    }
    this.isDue = false;
  }
}
