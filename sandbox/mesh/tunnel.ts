import { once } from "node:events";
import { request } from "node:http";
import type { Socket } from "node:net";
import { join } from "node:path";
import { socketPath } from "../cluster/state-files";
import { startProcess } from "../processes/start";
import { awaitReady } from "../processes/readiness";
import { MeshError } from "./failure";
import { inside, type Namespaces } from "./namespaces";

/** A way for this process into the namespaces, from outside of all regions. */
export interface Tunnel {
  /** @throws MeshError `command` if nobody takes the connection. */
  connect(host: string, port: number): Promise<Socket>;
}

/** Relative to the state folder, which may be far from the root. */
const SOCKET = "tunnel.sock";

const READY_BOUND_MS = 20_000;

export async function openTunnel(namespaces: Namespaces, directory: string): Promise<Tunnel> {
  const socket = socketPath(join(directory, SOCKET));
  const spec = {
    name: "tunnel",
    command: process.execPath,
    args: [join(__dirname, "tunnel.mjs"), SOCKET],
    workingDirectory: directory,
    environment: {},
  };
  const record = await startProcess(namespaces.processes, inside(namespaces, {}, spec));
  const tunnel = { connect: (host: string, port: number) => connect(socket, host, port) };
  await awaitReady(
    namespaces.processes,
    record,
    async () => {
      // Nobody listens there: to be refused is an answer of the tunnel's.
      const error: unknown = await tunnel.connect("127.0.0.1", 1).catch((cause: unknown) => cause);
      return error instanceof MeshError
        ? { ready: true }
        : { ready: false, why: "nobody is at its socket" };
    },
    { timeoutMs: READY_BOUND_MS },
  );
  return tunnel;
}

async function connect(socket: string, host: string, port: number): Promise<Socket> {
  const asking = request({
    socketPath: socket,
    method: "CONNECT",
    path: `${host}:${port}`,
    agent: false,
  });
  asking.end();
  try {
    const [, connection] = (await once(asking, "connect")) as [unknown, Socket];
    return connection;
  } catch (cause) {
    const refused = cause instanceof Error && /hang up|RESET/.test(cause.message);
    if (!refused) throw cause;
    throw new MeshError("command", `${host}:${port} takes no connection`, { cause });
  }
}
