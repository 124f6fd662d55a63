import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http";
import type { Logger } from "pino";
import {
  type ApiOptions,
  type Endpoint,
  endpointsOf,
  JSON_TYPE,
  type Question,
  TEXT_TYPE,
  USUAL_LIMIT,
} from "./endpoints";
import { KEPT } from "./history";

/** Time in which a request has to be there, ms. */
const REQUEST_MS = 5_000;

/** Idle time after which a connection is closed, ms: longer than a proxy's between two probes. */
const IDLE_MS = 65_000;

/** Connections at a time: proxies keep some for each of their threads. */
const MOST_CONNECTIONS = 200;

/** Longest path and query, characters. */
const LONGEST_URL = 1_024;

/** A server of a controller's answers. It listens nowhere yet. */
export function createApiServer(options: ApiOptions & { readonly log: Logger }): Server {
  const server = createServer(
    {
      requestTimeout: REQUEST_MS,
      headersTimeout: REQUEST_MS,
      keepAliveTimeout: IDLE_MS,
      maxHeaderSize: 16_384,
    },
    createApi(options),
  );
  server.maxConnections = MOST_CONNECTIONS;
  return server;
}

/** Answers GET of what there is, and changes nothing. */
export function createApi(options: ApiOptions & { readonly log: Logger }): RequestListener {
  const endpoints = endpointsOf();
  return (request, response) => {
    answer(request, response, endpoints, options).catch((error: unknown) => {
      options.log.error({ err: error, path: pathOf(request) }, "An answer could not be made.");
      if (response.headersSent) response.destroy();
      else send(response, 500, TEXT_TYPE, "The answer could not be made; the log says why.\n");
    });
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  endpoints: readonly Endpoint[],
  options: ApiOptions,
): Promise<void> {
  if (request.method !== "GET") {
    // What a caller sends along is not read.
    response.setHeader("connection", "close");
    response.setHeader("allow", "GET");
    send(response, 405, TEXT_TYPE, "Only GET: nothing is changed from here.\n");
    return;
  }
  if ((request.url ?? "").length > LONGEST_URL) {
    send(response, 400, TEXT_TYPE, `Path and query are longer than ${LONGEST_URL} characters.\n`);
    return;
  }
  const asked = pathOf(request);
  const endpoint = endpoints.find(({ path }) => path === asked);
  if (endpoint === undefined) {
    sendMissing(request, response, endpoints);
    return;
  }
  const question = questionOf(queryOf(request), request.headers.accept);
  if (typeof question === "string") {
    send(response, 400, TEXT_TYPE, question);
    return;
  }
  const { status, contentType, body } = await endpoint.answer(question, options);
  send(response, status, contentType, body);
}

/** What is asked for, or why it cannot be. */
function questionOf(query: URLSearchParams, accept: string | undefined): Question | string {
  const format = query.get("format") ?? (prefersText(accept) ? "text" : "json");
  if (format !== "json" && format !== "text") return "format is json or text.\n";
  const asked = query.get("limit");
  const limit = asked === null ? USUAL_LIMIT : Number(asked);
  if (!Number.isInteger(limit) || limit < 1 || limit > KEPT) {
    return `limit is a whole number from 1 to ${KEPT}.\n`;
  }
  return { format, limit };
}

/** Whether plain text is named before JSON and anything; who says nothing gets JSON. */
function prefersText(accept = "*/*"): boolean {
  const types = accept.split(",").map((one) => one.split(";")[0]?.trim() ?? "");
  const known = types.find((type) => ["text/plain", "application/json", "*/*"].includes(type));
  return known === "text/plain";
}

function sendMissing(
  request: IncomingMessage,
  response: ServerResponse,
  endpoints: readonly Endpoint[],
): void {
  const error = "There is nothing here.";
  if (request.headers.accept?.includes("application/json") === true) {
    const there = endpoints.map(({ path, tells }) => ({ path, tells }));
    send(
      response,
      404,
      JSON_TYPE,
      `${JSON.stringify({ error, endpoints: there }, undefined, 2)}\n`,
    );
    return;
  }
  const width = Math.max(...endpoints.map(({ path }) => path.length)) + 2;
  const lines = endpoints.map(({ path, tells }) => `  ${path.padEnd(width)}${tells}`);
  const note = "?format=text, or Accept: text/plain, gives text where there is JSON.";
  send(response, 404, TEXT_TYPE, [error, "There is:", ...lines, note, ""].join("\n"));
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, {
    "content-type": type,
    "content-length": Buffer.byteLength(body),
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
  });
  response.end(body);
}

/** The path as it was sent, so that no two spellings of it lead to one answer. */
const pathOf = ({ url = "/" }: IncomingMessage): string => url.split("?", 1)[0] ?? "";

const queryOf = (request: IncomingMessage): URLSearchParams =>
  new URLSearchParams((request.url ?? "").slice(pathOf(request).length));
