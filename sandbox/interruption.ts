/** Thrown, as the reason of the signal, where a person has interrupted a command. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
  constructor() {
    super("Interrupted. What had begun was brought to an end; run the same command to go on.");
  }
}

/** Exit code of a command that Ctrl-C ended, as shells have it: 128 + SIGINT. */
export const INTERRUPTED_EXIT_CODE = 130;

/**
 * A signal that is aborted by Ctrl-C or a termination request. The first one lets a command end in
 * order, the second one ends it at once.
 */
export function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(INTERRUPTED_EXIT_CODE);
      process.exitCode = INTERRUPTED_EXIT_CODE;
      controller.abort(new Interrupted());
    });
  }
  return controller.signal;
}
