import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:https";
import { join } from "node:path";

/** What a node says of itself: alive, and able to serve. */
export interface Health {
  readonly isLive: () => boolean;
  readonly isReady: () => boolean;
}

/** Answers `/health` and `/health?ready=1` by HTTPS, as CockroachDB's nodes do. */
export async function serveHealth(
  port: number,
  certsDir: string,
  { isLive, isReady }: Health,
): Promise<Server> {
  const [cert, key] = await Promise.all(
    ["node.crt", "node.key"].map((name) => readFile(join(certsDir, name))),
  );
  return createServer({ ...(cert && { cert }), ...(key && { key }) }, (request, response) => {
    const url = new URL(request.url ?? "/", "https://node");
    if (url.pathname !== "/health") {
      response.writeHead(404).end();
      return;
    }
    const isWell = url.searchParams.get("ready") === "1" ? isReady() : isLive();
    response.writeHead(isWell ? 200 : 503, { "content-type": "application/json" });
    response.end(isWell ? "{}\n" : '{"error": "node is not ready"}\n');
  }).listen(port);
}
