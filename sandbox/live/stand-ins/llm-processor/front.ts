import {
  Agent,
  type IncomingMessage,
  request as ask,
  type RequestListener,
  type ServerResponse,
} from "node:http";
import { pipeline } from "node:stream";
import { collectDefaultMetrics, Registry } from "prom-client";
import { pathOf, send, sendJson, sendText } from "./exchange";
import type { FrontSettings } from "./settings";

/** Headers that are of one connection, and so are not handed on (RFC 9110, 7.6.1). */
const OF_THE_CONNECTION = new Set([
  "connection",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  // Of the one that is asked, which is another.
  "host",
]);

/**
 * Stands in for llm-processor as the front for callers inside the region: it hands every request below
 * /v1 on to the region's own gateway, and its answer back. It tries nothing again, since the gateway does.
 */
export function frontListener({ REGIONAL_ENDPOINT }: FrontSettings): RequestListener {
  const agent = new Agent({ keepAlive: true });
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return (request, response) => {
    const path = pathOf(request);
    if (path === "/healthz" || path === "/readyz") sendText(response, 200, "ok");
    else if (path === "/metrics") {
      void registry.metrics().then((text) => {
        send(response, 200, registry.contentType, text);
      });
    } else if (path === "/v1" || path.startsWith("/v1/")) {
      handOn(request, response, new URL(request.url ?? "/", REGIONAL_ENDPOINT), agent);
    } else sendJson(response, 404, { error: "Only what is below /v1 is handed on." });
  };
}

function handOn(request: IncomingMessage, response: ServerResponse, url: URL, agent: Agent): void {
  const { method } = request;
  const asking = ask(url, { method, headers: handedOn(request), agent }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, handedOn(answer));
    // Either side may go at any time; both are ended then.
    pipeline(answer, response, () => undefined);
  });
  asking.on("error", ({ message }) => {
    if (response.headersSent) response.destroy();
    else sendJson(response, 502, { error: `The region's gateway does not answer: ${message}` });
  });
  response.on("close", () => asking.destroy());
  pipeline(request, asking, () => undefined);
}

const handedOn = ({ headers }: IncomingMessage): Record<string, string | string[]> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined || OF_THE_CONNECTION.has(name) ? [] : [[name, value]],
    ),
  );
