/**
 * Runs `action` for every item, at most `limit` at a time, and returns the results in order. After
 * the first failure, or once the signal is aborted, nothing new begins; what runs is told by the
 * signal that it gets, is waited for, and then the first failure is thrown.
 */
export async function forEachBounded<T, R>(
  items: readonly T[],
  limit: number,
  signal: AbortSignal,
  action: (item: T, signal: AbortSignal) => Promise<R>,
): Promise<R[]> {
  const failure = new AbortController();
  const either = AbortSignal.any([signal, failure.signal]);
  const results: R[] = [];
  const queue = [...items.entries()];
  const worker = async () => {
    for (let next = queue.shift(); next && !either.aborted; next = queue.shift()) {
      const [position, item] = next;
      try {
        results[position] = await action(item, either);
      } catch (error) {
        failure.abort(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  either.throwIfAborted();
  return results;
}
