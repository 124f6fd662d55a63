/**
 * Runs a program under mocks without stack traces: Pulumi's SDK takes one for each promise, and that is
 * two thirds of the time. What fails is run once more with them, so that its error says where it was.
 */
export async function withoutStackTraces<T>(run: () => Promise<T>): Promise<T> {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return await run();
  } catch {
    Error.stackTraceLimit = stackTraceLimit;
    return await run();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}
