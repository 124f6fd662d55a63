import { get, type RequestOptions } from "node:http";
import type { Probe } from "../processes/readiness";
import type { Tunnel } from "./tunnel";

const TIMEOUT_MS = 2_000;

/** Asks a pod for 200. */
export function httpProbe(tunnel: Tunnel, host: string, port: number, path: string): Probe {
  const where = `http://${host}:${port}${path}`;
  return async () => {
    try {
      const socket = await tunnel.connect(host, port);
      const options: RequestOptions = {
        host,
        port,
        path,
        // With an agent, even with none, Node would connect by itself.
        createConnection: () => socket,
        signal: AbortSignal.timeout(TIMEOUT_MS),
      };
      const status = await new Promise<number>((resolve, reject) => {
        get(options, (response) => {
          response.resume();
          resolve(response.statusCode ?? 0);
        }).on("error", reject);
      });
      return status === 200 ? { ready: true } : { ready: false, why: `${where} answers ${status}` };
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return { ready: false, why: `${where}: ${why}` };
    }
  };
}
