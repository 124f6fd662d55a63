import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { LiveView } from "./view";
import { type LivePage, livePage } from "./page/live-page";

export interface LiveServer {
  /** What to open in a browser. */
  readonly url: string;
  close(): Promise<void>;
}

export interface LiveServerOptions {
  /** What is to be seen now. */
  readonly view: () => LiveView;
  /** TCP port on the loopback. @default one that is free */
  readonly port?: number;
  /** From one picture to the next, ms. @default 500 */
  readonly intervalMs?: number;
}

/**
 * Serves the live page to browsers of this machine, and to each of them the newest picture again and again
 * as server-sent events. Nothing can be changed from there.
 */
export async function serveLivePage({
  view,
  port = 0,
  intervalMs = 500,
}: LiveServerOptions): Promise<LiveServer> {
  const page = livePage();
  const watchers = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    const path = (request.url ?? "/").split("?", 1)[0];
    if (!isLocal(request.headers.host)) {
      // A name that somebody else leads to the loopback.
      response.writeHead(421).end();
    } else if (request.method !== "GET") {
      response.writeHead(405, { allow: "GET" }).end();
    } else if (path === "/") {
      sendPage(response, page, view());
    } else if (path === "/view") {
      response.writeHead(200, { ...COMMON, "content-type": "application/json" });
      response.end(JSON.stringify(view()));
    } else if (path === "/events") {
      response.writeHead(200, { ...COMMON, "content-type": "text/event-stream" });
      response.write(eventOf(view()));
      watchers.add(response);
      response.on("close", () => watchers.delete(response));
    } else {
      response.writeHead(404).end();
    }
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const drawing = setInterval(() => {
    if (watchers.size === 0) return;
    const event = eventOf(view());
    for (const watcher of watchers) {
      // Who does not keep up gets the next one.
      if (!watcher.writableNeedDrain) watcher.write(event);
    }
  }, intervalMs);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async close() {
      clearInterval(drawing);
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

const COMMON = { "cache-control": "no-store", "x-content-type-options": "nosniff" };

function sendPage(response: ServerResponse, { html, policy }: LivePage, first: LiveView): void {
  response.writeHead(200, {
    ...COMMON,
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": policy,
  });
  response.end(html(first));
}

const eventOf = (view: LiveView): string => `data: ${JSON.stringify(view)}\n\n`;

const isLocal = (host = ""): boolean => /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host);
