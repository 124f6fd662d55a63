// Lets programs outside of a network namespace connect to what is inside: a Unix socket crosses the
// border. Speaks HTTP CONNECT on the socket of its first argument.
import { rmSync } from "node:fs";
import { createServer } from "node:http";
import { connect } from "node:net";

const [, , socketPath] = process.argv;
rmSync(socketPath, { force: true });
createServer()
  .on("connect", ({ url }, client, head) => {
    const [host, port] = url.split(":");
    const target = connect({ host, port: Number(port), noDelay: true });
    target.once("connect", () => {
      client.write("HTTP/1.1 200 OK\r\n\r\n");
      target.write(head);
      client.pipe(target).pipe(client);
    });
    const end = () => {
      client.destroy();
      target.destroy();
    };
    for (const side of [client, target]) side.on("error", end).on("close", end);
  })
  .listen(socketPath);
