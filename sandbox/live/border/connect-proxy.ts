import { once } from "node:events";
import { rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { Duplex } from "node:stream";
import type { Authority } from "./dial";
import { splice } from "./splice";

/** Of an error, what fits a status line. */
const REASON_LENGTH = 200;

/**
 * Serves HTTP CONNECT on a Unix socket, and takes the place of whoever was there.
 *
 * @param open opens the connection that somebody asks for; why it cannot is answered as 502.
 */
export async function serveConnect(
  socketPath: string,
  open: (authority: Authority) => Promise<Duplex>,
): Promise<Server> {
  await rm(socketPath, { force: true });
  const server = createServer();
  server.on("connect", ({ url = "" }: IncomingMessage, client: Duplex, head: Buffer) => {
    client.on("error", () => undefined);
    open(url).then(
      (target) => {
        client.write("HTTP/1.1 200 OK\r\n\r\n");
        if (head.length > 0) target.write(head);
        splice(client, target);
      },
      (error: unknown) => {
        client.end(`HTTP/1.1 502 ${reasonOf(error)}\r\n\r\n`);
      },
    );
  });
  server.listen(socketPath);
  await once(server, "listening");
  return server;
}

function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : "no connection";
  return text.replace(/[^ -~]/g, " ").slice(0, REASON_LENGTH);
}
