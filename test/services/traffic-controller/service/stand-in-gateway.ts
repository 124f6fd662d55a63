import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { PeerReport } from "../../../../services/traffic-controller/controller/controller";
import { toWire } from "../../../../services/traffic-controller/signals/wire";

/** Signals of a region that is well and has little to do. */
export const calmReport: PeerReport = {
  identity: "peer-0",
  signals: {
    ageMs: 1_000,
    attempts: 300,
    successRatio: 1,
    p95Ms: 800,
    utilisation: { cpu: 0.2, memory: 0.2, network: 0.1, intents: 0.2 },
    demandIntentsPerMinute: 100,
    boundIntentsPerMinute: 10,
    costUsdPerThousandIntents: 10,
  },
};

/** A region's gateway, and what stands behind those of the others. */
export class StandInGateway {
  /** Regions that take a probe and never answer it. */
  readonly hanging = new Set<string>();
  /** When the last probe of a region that hangs came, in the order of their coming. */
  readonly unanswered: { readonly region: string; readonly atMs: number }[] = [];
  private readonly server: Server;

  private constructor() {
    this.server = createServer((request, response) => {
      this.answer(request, response);
    });
  }

  static async listen(port: number): Promise<StandInGateway> {
    const gateway = new StandInGateway();
    gateway.server.listen(port, "127.0.0.1");
    await once(gateway.server, "listening");
    return gateway;
  }

  async close(): Promise<void> {
    const closed = once(this.server, "close");
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }

  private answer({ url = "" }: IncomingMessage, response: ServerResponse): void {
    const region = url.replace("/signals/", "");
    if (this.hanging.has(region)) {
      this.unanswered.push({ region, atMs: Date.now() });
      return;
    }
    const to = Object.fromEntries([[region, { failures: 0, successes: 60, roundTripMs: 1 }]]);
    response.setHeader("x-nephoran-region", region);
    response.end(toWire(region, { ...calmReport, probes: { ageMs: 0, to } }));
  }
}
