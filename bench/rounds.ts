import type { Bench } from "./bench";

/** What one round measured on both sides. */
export interface Round<T> {
  readonly ours: T;
  readonly peer: T;
}

/**
 * Measures both sides in turns, so that whatever else the machine does meanwhile meets both.
 *
 * @param tell a round in words, for the progress.
 */
export async function rounds<T>(
  { runs, signal, report }: Bench,
  sides: { readonly ours: () => Promise<T>; readonly peer: () => Promise<T> },
  tell: (round: Round<T>) => string,
): Promise<Round<T>[]> {
  const measured: Round<T>[] = [];
  for (let run = 1; run <= runs; run += 1) {
    signal.throwIfAborted();
    const round = { ours: await sides.ours(), peer: await sides.peer() };
    report(`run ${run} of ${runs}: ${tell(round)}`);
    measured.push(round);
  }
  return measured;
}
