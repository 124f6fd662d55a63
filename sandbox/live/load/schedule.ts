import type { KindShare, RequestKind } from "./kinds";

/** A request before it is sent. */
export interface ScheduledRequest {
  /** From 0. */
  readonly index: number;
  /** Since the start of the load, ms. */
  readonly atMs: number;
  readonly kind: RequestKind;
  /** Which of the entries, from 0. */
  readonly entry: number;
}

export interface SchedulePlan {
  /** Requests a second. */
  readonly rate: number;
  readonly seconds: number;
  readonly kinds: readonly KindShare[];
  /** How many there are; each gets the same share of every kind. */
  readonly entries: number;
}

/**
 * All requests of a load, with the times at which they start whatever becomes of those before them: an
 * open loop. Kinds are mixed as evenly as their parts allow, so that each second is like the others.
 */
export function* schedule({
  rate,
  seconds,
  kinds,
  entries,
}: SchedulePlan): Generator<ScheduledRequest> {
  const total = Math.round(rate * seconds);
  const mix = kinds.map(({ kind, parts }) => ({ kind, parts, credit: 0, sent: 0 }));
  const allParts = mix.reduce((sum, { parts }) => sum + parts, 0);
  for (let index = 0; index < total; index++) {
    // Whoever is furthest behind its share is next.
    for (const one of mix) one.credit += one.parts;
    const next = mix.reduce((most, one) => (one.credit > most.credit ? one : most));
    next.credit -= allParts;
    yield { index, atMs: (index * 1_000) / rate, kind: next.kind, entry: next.sent++ % entries };
  }
}
