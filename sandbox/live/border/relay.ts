import { once } from "node:events";
import { rm } from "node:fs/promises";
import { createServer, type ListenOptions, type Server } from "node:net";
import type { Duplex } from "node:stream";
import { splice } from "./splice";

/**
 * Hands every connection on to another that `open` opens. At a Unix socket it takes the place of
 * whoever was there. Where that fails, the caller's is reset, as if it had reached what does not run; at a
 * Unix socket, which knows no reset, it is closed.
 */
export async function serveRelay(
  where: ListenOptions,
  open: () => Promise<Duplex>,
): Promise<Server> {
  if (where.path !== undefined) await rm(where.path, { force: true });
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    client.on("error", () => undefined);
    open().then(
      (target) => {
        splice(client, target);
      },
      () => {
        if (where.path === undefined) client.resetAndDestroy();
        else client.destroy();
      },
    );
  });
  server.listen(where);
  await once(server, "listening");
  return server;
}
