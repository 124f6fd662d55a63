/** What others read of a stack, as a digest; undefined: it is not deployed. */
export type Fingerprint = string | undefined;

interface StackState {
  readonly promises: Fingerprint;
  /** What every stack promised when its last run began; undefined: nothing to go on from. */
  readonly saw?: ReadonlyMap<string, Fingerprint>;
}

/** What the stacks of a deployment promise, and what each of them has seen of the others. */
export type Wiring = ReadonlyMap<string, StackState>;

/** Before anything runs. */
export const wiringOf = (promises: ReadonlyMap<string, Fingerprint>): Wiring =>
  new Map([...promises].map(([stack, fingerprint]) => [stack, { promises: fingerprint }]));

/** A run of a stack begins: from here on it may read what the others promise now. */
export function begin(wiring: Wiring, stack: string): Wiring {
  const saw = new Map([...wiring].map(([name, { promises }]) => [name, promises]));
  return new Map([...wiring, [stack, { promises: promisesOf(wiring, stack), saw }]]);
}

/** A run of a stack has ended well, and this is what it promises now. */
export const succeed = (wiring: Wiring, stack: string, promises: Fingerprint): Wiring =>
  new Map([...wiring, [stack, { ...wiring.get(stack), promises }]]);

/** A run of a stack has failed. Another one of the same deployment would most likely fail as well. */
export const fail = (wiring: Wiring, stack: string): Wiring =>
  new Map([...wiring, [stack, { promises: promisesOf(wiring, stack) }]]);

/**
 * The stacks that have to run once more, because another one promises something else by now than they
 * have seen. None: the wiring is complete. What a peer promised during a run counts as unseen, since
 * nobody knows when the run read it.
 *
 * Of itself a stack reads only whether it has been there before: what it needs others for, it asks for
 * once they can know of it. So one that was made runs again, beside the others.
 */
export const outdated = (wiring: Wiring): string[] =>
  [...wiring].flatMap(([stack, { saw }]) => {
    const isOutdated = [...(saw ?? [])].some(([seen, fingerprint]) =>
      seen === stack
        ? fingerprint === undefined && wiring.size > 1
        : promisesOf(wiring, seen) !== fingerprint,
    );
    return isOutdated ? [stack] : [];
  });

const promisesOf = (wiring: Wiring, stack: string): Fingerprint => wiring.get(stack)?.promises;
