import { createServer, type RequestListener, type Server } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import {
  readSettings,
  type ProcessorSettings,
} from "../../../../../sandbox/live/stand-ins/llm-processor/settings";

const running: Server[] = [];

/** Serves on a free port of the loopback until {@link endServers}; its URL. */
export async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  running.push(server);
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export function endServers(): void {
  for (const server of running.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
}

/** A processor of eu-west-1 that is told so. */
export function processorSettings(more: Record<string, string> = {}): ProcessorSettings {
  const settings = readSettings({
    REGION: "eu-west-1",
    MAX_CONCURRENT_INTENTS: "80",
    MAX_LLM_RPS: "1000",
    ...more,
  });
  if (settings.role !== "processor") throw new Error("It is told where to hand on.");
  return settings;
}
