import type { WriteFailure } from "./writes";

/** The first wait after a failure, ms; each further failure in a row doubles it. */
const FIRST_MS = 250;

/** The longest of these waits, ms: an API server that is back is used again within 5 s. */
const LONGEST_MS = 4_000;

/** Wait after a refusal, which no repetition is likely to lift, ms. */
const REFUSED_MS = 30_000;

/** The longest wait that a server may ask for, ms. */
const LONGEST_ASKED_MS = 30_000;

/** Waits are up to so much longer or shorter, so that replicas and regions do not try in step. */
const JITTER_RATIO = 0.2;

/**
 * How long nothing is written after a failure, ms. The jitter depends on who waits and how often it has
 * failed, and on nothing else, so a run can be repeated.
 *
 * @param inARow failures since the last write that succeeded, this one included.
 */
export function backoffMs(
  { kind, retryAfterMs = 0 }: WriteFailure,
  inARow: number,
  identity: string,
): number {
  switch (kind) {
    case "not-sent":
      return 0;
    case "conflict":
      // Routes that are read anew are enough, unless somebody keeps changing them.
      return inARow === 1 ? 0 : jittered(doubled(inARow - 1), inARow, identity);
    case "retryable":
      return Math.max(
        jittered(doubled(inARow), inARow, identity),
        Math.min(retryAfterMs, LONGEST_ASKED_MS),
      );
    case "refused":
      return jittered(REFUSED_MS, inARow, identity);
  }
}

const doubled = (times: number): number => Math.min(FIRST_MS * 2 ** (times - 1), LONGEST_MS);

const jittered = (ms: number, inARow: number, identity: string): number =>
  ms * (1 + JITTER_RATIO * (2 * fractionOf(`${identity}/${inARow}`) - 1));

/** A fraction of 1 that looks random and depends on the text alone: FNV-1a, 32 bits. */
function fractionOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0) / 2 ** 32;
}
