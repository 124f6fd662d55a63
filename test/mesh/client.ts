import { once } from "node:events";
import { request as plainRequest, type IncomingMessage, type RequestOptions } from "node:http";
import { request as tlsRequest } from "node:https";
import type { Socket } from "node:net";
import { connect, type TLSSocket } from "node:tls";
import type { Tunnel } from "../../sandbox/mesh/tunnel";

/** What a caller shows of itself, and whom it believes; PEM. */
export interface Credentials {
  readonly ca?: string;
  readonly certificate?: string;
  readonly key?: string;
}

export interface Question {
  readonly address: string;
  readonly port: number;
  /** Name that the server is asked for in TLS; null: without TLS. */
  readonly serverName: string | null;
  readonly credentials?: Credentials;
  /** @default serverName */
  readonly host?: string;
  readonly path: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

const BOUND_MS = 15_000;

/**
 * One request from outside of all regions.
 *
 * @throws whatever the connection fails with.
 */
export async function ask(tunnel: Tunnel, question: Question): Promise<Answer> {
  const { address, port, serverName, path, method = "GET", headers = {} } = question;
  const host = question.host ?? serverName ?? address;
  const options: RequestOptions = {
    method,
    path,
    headers: { host, ...headers },
    signal: AbortSignal.timeout(BOUND_MS),
  };
  const socket = await tunnel.connect(address, port);
  const outgoing =
    serverName === null
      ? plainRequest({ ...options, createConnection: () => socket })
      : tlsRequest({ ...options, createConnection: () => secured(socket, question, "http/1.1") });
  outgoing.end();
  const [incoming] = (await once(outgoing, "response")) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return {
    status: incoming.statusCode ?? 0,
    headers: incoming.headers,
    body: Buffer.concat(chunks).toString("utf8"),
  };
}

/** TLS on a connection. Whoever gives no CA does not look at whom it talks to. */
export function secured(
  socket: Socket,
  { serverName, credentials = {} }: Pick<Question, "serverName" | "credentials">,
  protocol: "http/1.1" | "h2",
): TLSSocket {
  const { ca, certificate, key } = credentials;
  return connect({
    socket,
    servername: serverName ?? "",
    ALPNProtocols: [protocol],
    rejectUnauthorized: ca !== undefined,
    ...(ca && { ca }),
    ...(certificate && { cert: certificate }),
    ...(key && { key }),
  });
}

/** The code of what a question fails with; fails if it is answered. */
export async function refusal(tunnel: Tunnel, question: Question): Promise<string> {
  const outcome = await ask(tunnel, question).then(
    ({ status }) => `answered ${String(status)}`,
    (error: unknown) => error,
  );
  if (outcome instanceof Error && "code" in outcome) return String(outcome.code);
  throw new Error(`not refused: ${String(outcome)}`);
}
