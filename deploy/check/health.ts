import { notOk, ok, skipped, type Verdict } from "./verdict";

/** How long a region may take to answer, ms. */
const TIMEOUT_MS = 5_000;

/** Errors that say that this machine does not know the name, not that the region does not answer. */
const UNKNOWN_NAME: readonly string[] = ["ENOTFOUND", "EAI_AGAIN"];

/** Asks a region for its health, as the world does: `GET https://HOST/health`. */
export async function checkHealth(
  host: string,
  signal: AbortSignal,
  get: (url: string, options: { signal: AbortSignal }) => Promise<{ status: number }> = fetch,
): Promise<Verdict> {
  const url = `https://${host}/health`;
  const bounded = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
  const startedAt = performance.now();
  try {
    const { status } = await get(url, { signal: bounded });
    const milliseconds = (performance.now() - startedAt).toFixed(0);
    if (status === 200) return ok(`200 in ${milliseconds} ms`);
    return notOk(`${url} answers ${status}`);
  } catch (error) {
    signal.throwIfAborted();
    if (bounded.aborted) return notOk(`${url} does not answer within ${TIMEOUT_MS / 1000} s`);
    const { code, message } = causeOf(error);
    if (code !== undefined && UNKNOWN_NAME.includes(code)) {
      return skipped(`this machine does not know the name ${host}`);
    }
    return notOk(`${url} cannot be reached: ${message}`);
  }
}

/** What lies below the `fetch failed` of Node. */
function causeOf(error: unknown): { code?: string; message: string } {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return { message: String(cause) };
  const code = "code" in cause && typeof cause.code === "string" ? cause.code : undefined;
  return { message: cause.message, ...(code !== undefined && { code }) };
}
