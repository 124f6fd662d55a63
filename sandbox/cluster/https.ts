import { request as httpRequest } from "node:http";
import { request as httpsRequest, type RequestOptions } from "node:https";

/** A server's answer, whatever its status. */
export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
}

/** One request; the bound covers the whole of it. */
export interface HttpRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly timeoutMs: number;
}

/**
 * Sends a request to a server on this machine whose certificate is signed by `authority` (PEM).
 *
 * @throws whatever the connection fails with, and a TimeoutError at the bound.
 */
export async function callHttps(
  url: string,
  authority: string,
  request: HttpRequest,
): Promise<HttpAnswer> {
  return await call(
    httpsRequest,
    { ...target(new URL(url)), ca: authority, agent: false },
    request,
  );
}

/** The same over a Unix socket, without TLS. */
export async function callSocket(
  socketPath: string,
  path: string,
  request: HttpRequest,
): Promise<HttpAnswer> {
  return await call(httpRequest, { socketPath, path, agent: false }, request);
}

function target(url: URL): RequestOptions {
  return { host: url.hostname, port: url.port, path: `${url.pathname}${url.search}` };
}

function call(
  start: typeof httpRequest | typeof httpsRequest,
  options: RequestOptions,
  { method = "GET", headers = {}, body, timeoutMs }: HttpRequest,
): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(timeoutMs);
    const outgoing = start({ ...options, method, headers, signal }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        resolve({
          status: response.statusCode ?? 0,
          body: Buffer.concat(chunks).toString("utf8"),
        });
      });
    });
    outgoing.on("error", (error) => {
      reject(signal.aborted ? (signal.reason as Error) : error);
    });
    outgoing.end(body);
  });
}
