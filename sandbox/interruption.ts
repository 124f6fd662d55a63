/** Thrown, as the reason of the signal, where a person has interrupted a command. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
  constructor() {
    super("Interrupted. What had begun was brought to an end; run the same command to go on.");
  }
}

/** Exit code of a command that Ctrl-C ended, as shells have it: 128 + SIGINT. */
export const INTERRUPTED_EXIT_CODE = 130;

/** A launcher may repeat a signal at once; a person who insists needs longer than this, ms. */
const INSISTENCE_MS = 1_000;

/**
 * A signal that is aborted by Ctrl-C or a termination request. The first one lets a command end in
 * order, the second one ends it at once.
 */
export function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  let interruptedAt = 0;
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) {
        if (Date.now() - interruptedAt > INSISTENCE_MS) process.exit(INTERRUPTED_EXIT_CODE);
        return;
      }
      interruptedAt = Date.now();
      process.exitCode = INTERRUPTED_EXIT_CODE;
      controller.abort(new Interrupted());
    });
  }
  return controller.signal;
}
