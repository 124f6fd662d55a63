/**
 * Does all of several things at once, whether or not some of them fail.
 *
 * @throws what failed: the one error, or an AggregateError of all.
 */
export async function allOf(acts: readonly Promise<unknown>[]): Promise<void> {
  const failures = (await Promise.allSettled(acts)).flatMap((outcome) =>
    outcome.status === "rejected" ? [outcome.reason as unknown] : [],
  );
  if (failures.length === 1) throw failures[0];
  if (failures.length > 1) {
    const texts = failures.map((failure) =>
      failure instanceof Error ? failure.message : String(failure),
    );
    throw new AggregateError(failures, texts.join("\n"));
  }
}
