import type { Bench } from "./bench";

/** What one round measured on both sides. */
export interface Round<Ours, Peer = Ours> {
  readonly ours: Ours;
  readonly peer: Peer;
}

/**
 * Measures both sides in turns, so that whatever else the machine does meanwhile meets both.
 *
 * @param tell a round in words, for the progress.
 */
export async function rounds<Ours, Peer>(
  { runs, signal, report }: Bench,
  sides: { readonly ours: () => Promise<Ours>; readonly peer: () => Promise<Peer> },
  tell: (round: Round<Ours, Peer>) => string,
): Promise<Round<Ours, Peer>[]> {
  const measured: Round<Ours, Peer>[] = [];
  for (let run = 1; run <= runs; run += 1) {
    signal.throwIfAborted();
    const round = { ours: await sides.ours(), peer: await sides.peer() };
    report(`run ${run} of ${runs}: ${tell(round)}`);
    measured.push(round);
  }
  return measured;
}
