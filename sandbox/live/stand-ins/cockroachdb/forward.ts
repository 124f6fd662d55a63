import { connect, createServer, type Server } from "node:net";

/** Hands every connection on to another node as it is: its TLS is opened there. */
export function forward(
  port: number,
  to: { readonly host: string; readonly port: number },
): Server {
  return createServer((incoming) => {
    const outgoing = connect(to);
    incoming.pipe(outgoing).pipe(incoming);
    for (const [one, other] of [
      [incoming, outgoing],
      [outgoing, incoming],
    ] as const) {
      one.on("error", () => other.destroy());
      one.on("close", () => other.destroy());
    }
  }).listen(port);
}
