import type { Socket } from "node:net";
import { join } from "node:path";
import { socketPath } from "../../cluster/state-files";
import { dialThrough } from "./dial";

/** A way for programs on the host into a site's network. */
export interface Tunnel {
  /**
   * Opens a TCP connection as from the site itself, which reaches Services and pods there.
   *
   * @throws BorderError `refused` if nobody takes it.
   */
  connect(host: string, port: number): Promise<Socket>;
}

/** Name of the socket in the folder of a site's border. */
export const TUNNEL_SOCKET = "tunnel.sock";

/** The tunnel of a border that is open. @param folder see {@link liveRegionFolder}. */
export function tunnelOf(folder: string): Tunnel {
  const socket = join(folder, TUNNEL_SOCKET);
  return {
    connect: (host, port) => dialThrough(socketPath(socket), `${host}:${String(port)}`),
  };
}
