import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { connect, type Socket } from "node:net";
import { BorderError } from "./failure";

/** Where a connection leads: `host:port`, an IPv6 address in brackets. */
export type Authority = string;

/** @throws BorderError `refused` if it names no port. */
export function parseAuthority(authority: Authority): { host: string; port: number } {
  const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|([^:]+)):(\d+)$/.exec(authority) ?? [];
  const host = bracketed ?? plain;
  if (host === undefined) {
    throw new BorderError(
      "refused",
      `"${authority}" is not a host and a port, such as 10.1.0.2:80`,
    );
  }
  return { host, port: Number(port) };
}

/** Opens a TCP connection. */
export async function dial(authority: Authority): Promise<Socket> {
  const socket = connect({ ...parseAuthority(authority), noDelay: true, allowHalfOpen: true });
  await once(socket, "connect");
  return socket;
}

/** Opens a connection to a Unix socket. */
export async function dialSocket(path: string): Promise<Socket> {
  const socket = connect({ path, allowHalfOpen: true });
  await once(socket, "connect");
  return socket;
}

/**
 * Opens a connection by whoever serves HTTP CONNECT on a Unix socket.
 *
 * @param authority as seen from there.
 * @throws BorderError `not-open` if nobody is at the socket, `refused` if nobody takes the connection.
 */
export async function dialThrough(socketPath: string, authority: Authority): Promise<Socket> {
  const carrier = await dialSocket(socketPath).catch((cause: unknown) => {
    throw new BorderError("not-open", `nobody is at ${socketPath}`, { cause });
  });
  const asking = request({ createConnection: () => carrier, method: "CONNECT", path: authority });
  asking.end();
  try {
    const [answer, connection] = (await once(asking, "connect")) as [IncomingMessage, Socket];
    if (answer.statusCode === 200) return connection;
    connection.destroy();
    throw new Error(answer.statusMessage);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new BorderError("refused", `${authority} takes no connection: ${reason}`, { cause });
  }
}
