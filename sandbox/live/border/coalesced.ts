/** How long a step that failed waits for its next try, ms. */
const RETRY_MS = 500;

/**
 * Makes a trigger of an action that brings something up to date: it never runs twice at once, triggers
 * meanwhile make it run once more, and where it failed it is tried again.
 *
 * @param onError told of each failure.
 */
export function coalesced(
  action: () => Promise<void>,
  onError: (error: unknown) => void,
): () => void {
  let asked = 0;
  let begun = 0;
  let running = false;
  const run = async () => {
    running = true;
    while (begun < asked) {
      begun = asked;
      await action().catch((error: unknown) => {
        onError(error);
        setTimeout(trigger, RETRY_MS);
      });
    }
    running = false;
  };
  const trigger = () => {
    asked += 1;
    if (!running) void run();
  };
  return trigger;
}
