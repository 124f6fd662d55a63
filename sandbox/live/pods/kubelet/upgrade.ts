import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { SpdyConnection, type SpdyStream } from "./spdy-connection";

/** Header in which both sides agree on a protocol on top of SPDY. */
const PROTOCOL = "x-stream-protocol-version";

/** Answers a request for an upgrade, if both sides know a protocol. */
export function upgrade(
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  {
    protocol,
    onStream,
  }: { readonly protocol: string; readonly onStream: (stream: SpdyStream) => void },
): SpdyConnection | undefined {
  const offered = [request.headers[PROTOCOL] ?? []].flat().join(",").split(/,\s*/);
  const isSpdy = request.headers.upgrade?.toLowerCase() === "spdy/3.1";
  if (!isSpdy || !offered.includes(protocol)) {
    socket.end("HTTP/1.1 403 Forbidden\r\nconnection: close\r\ncontent-length: 0\r\n\r\n");
    return undefined;
  }
  socket.write(
    [
      "HTTP/1.1 101 Switching Protocols",
      "Connection: Upgrade",
      "Upgrade: SPDY/3.1",
      `X-Stream-Protocol-Version: ${protocol}`,
      "\r\n",
    ].join("\r\n"),
  );
  const connection = new SpdyConnection(socket, onStream);
  if (head.length > 0) connection.take(head);
  return connection;
}
