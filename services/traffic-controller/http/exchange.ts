import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { type Agent as HttpAgent, request as httpRequest } from "node:http";
import { type Agent as HttpsAgent, request as httpsRequest } from "node:https";

/** A request, without what bounds it. The agent is of the URL's protocol. */
export interface Outgoing {
  readonly url: URL;
  readonly agent: HttpAgent | HttpsAgent;
  /** @default GET */
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What ends an exchange, whatever the other side does. */
export interface Bounds {
  /** From the start to the last byte of the answer, ms. */
  readonly timeoutMs: number;
  /** Longest body that is read, bytes. */
  readonly maxBytes: number;
  readonly signal: AbortSignal;
}

/** An answer of any status. */
export interface Incoming {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** An exchange that has come to no answer. */
export class ExchangeError extends Error {
  override readonly name = "ExchangeError";

  constructor(
    readonly kind: "aborted" | "timed-out" | "too-long" | "broken",
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * Sends a request and reads all of its answer.
 *
 * @throws ExchangeError unless there is an answer within the bounds.
 */
export async function exchange(outgoing: Outgoing, bounds: Bounds): Promise<Incoming> {
  return await streamed(outgoing, bounds, async (response) => ({
    status: response.statusCode ?? 0,
    headers: response.headers,
    body: await wholeBody(response, bounds.maxBytes),
  }));
}

/**
 * Sends a request and hands its answer to `read` as soon as it begins; the bounds hold until `read` is
 * done, and with it the connection.
 *
 * @throws ExchangeError if a bound is met or the connection breaks; and whatever `read` throws.
 */
export async function streamed<T>(
  { url, agent, method = "GET", headers = {}, body }: Outgoing,
  { timeoutMs, signal }: Omit<Bounds, "maxBytes">,
  read: (response: IncomingMessage) => Promise<T>,
): Promise<T> {
  // Not AbortSignal.any: what it makes of a signal that lives for ever is kept as long.
  const ending = new AbortController();
  const abort = (): void => {
    ending.abort(new ExchangeError("aborted", `${url.host}: given up`));
  };
  const timer = setTimeout(() => {
    const text = `${url.host} has not answered within ${String(timeoutMs)} ms`;
    ending.abort(new ExchangeError("timed-out", text));
  }, timeoutMs);
  signal.addEventListener("abort", abort, { once: true });
  if (signal.aborted) abort();
  try {
    const start = url.protocol === "https:" ? httpsRequest : httpRequest;
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const request = start(url, { agent, method, headers, signal: ending.signal });
      request.once("response", resolve);
      request.on("error", reject);
      request.end(body);
    });
    return await read(response);
  } catch (error) {
    if (ending.signal.aborted) throw ending.signal.reason;
    if (error instanceof ExchangeError) throw error;
    if (!isConnectionError(error)) throw error;
    throw new ExchangeError("broken", `${url.host}: ${error.message}`, { cause: error });
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", abort);
    // What has not been read to its end is of no more use, and its connection neither.
    ending.abort();
  }
}

async function wholeBody(response: IncomingMessage, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBytes) {
      throw new ExchangeError("too-long", `The answer has more than ${String(maxBytes)} bytes`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** Errors of Node's sockets and parsers carry a code; mistakes of ours do not. */
const isConnectionError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && "code" in error;
