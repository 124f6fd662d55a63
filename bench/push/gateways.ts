import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { gatewaySelector } from "../../components/istio-mesh/names";
import { meshNamespaces } from "../../components/region-base/namespaces";
import { OperatorError } from "../../config/operator-error";
import { ApiClient } from "../../sandbox/cluster/api-client";
import { repositoryRoot } from "../../sandbox/layout";
import type { LiveLab } from "../live-lab";

const PROGRAM = join(__dirname, "follow-envoy.ts");

/** Longer than any push; a pod that starts meanwhile takes it from the beginning. */
const SERVED_BOUND_MS = 30_000;
const POLL_MS = 1_000;

const podsSchema = z.object({
  items: z.array(z.object({ metadata: z.object({ uid: z.string() }) })),
});

const rowSchema = z.object({ weights: z.record(z.string(), z.number()), at: z.number() });

type Weights = Readonly<Record<string, number>>;

/** The Envoys of a region's gateway, and the rows that they have served since they are followed. */
export interface Gateways {
  readonly count: number;
  /**
   * When the last of them took a row, ms since 1970. No row may be asked for twice in a row.
   *
   * @param weights whole percents by the host of the mesh that they are sent to.
   * @throws OperatorError if one does not serve it within half a minute.
   */
  servedAt(weights: Weights): Promise<number>;
  stop(): Promise<void>;
}

/** Follows what all Envoys of a region's gateway serve. @param route name of the route that has the row */
export async function followGateways(
  { region, access, network }: Pick<LiveLab, "region" | "access" | "network">,
  route: string,
): Promise<Gateways> {
  const api = new ApiClient(access);
  const selector = encodeURIComponent(`app=${gatewaySelector.app}`);
  const pods = podsSchema.parse(
    await api.get(`/api/v1/namespaces/${meshNamespaces.ingress}/pods?labelSelector=${selector}`),
  );
  const envoys = pods.items.map(({ metadata }) => {
    const { command, args, environment } = network.inside(
      { pod: `${region}.${metadata.uid}` },
      {
        name: "follow-envoy",
        command: process.execPath,
        args: ["--import", "tsx", PROGRAM, route],
        workingDirectory: repositoryRoot,
        environment: {},
      },
    );
    const child = spawn(command, args, { env: environment, stdio: ["pipe", "pipe", "inherit"] });
    return new Envoy(child, metadata.uid);
  });
  return {
    count: envoys.length,
    servedAt: async (weights) =>
      Math.max(...(await Promise.all(envoys.map((envoy) => envoy.servedAt(weights))))),
    stop: async () => {
      await Promise.all(envoys.map((envoy) => envoy.stop()));
    },
  };
}

/** One gateway's Envoy. */
class Envoy {
  private latest: z.output<typeof rowSchema> | undefined;
  private changed: () => void = () => undefined;

  constructor(
    private readonly child: ChildProcess,
    private readonly pod: string,
  ) {
    child.stdin?.on("error", () => undefined);
    if (child.stdout === null) return;
    createInterface({ input: child.stdout }).on("line", (line) => {
      this.latest = rowSchema.parse(JSON.parse(line));
      this.changed();
    });
  }

  async servedAt(weights: Weights): Promise<number> {
    const deadline = Date.now() + SERVED_BOUND_MS;
    for (;;) {
      const { latest } = this;
      if (latest !== undefined && sameWeights(latest.weights, weights)) return latest.at;
      if (Date.now() > deadline) {
        throw new OperatorError(
          `The gateway's pod ${this.pod} has not served ${JSON.stringify(weights)} within ` +
            `${SERVED_BOUND_MS / 1_000} s. It served ${JSON.stringify(latest?.weights)} last.`,
        );
      }
      const change = new Promise<void>((resolve) => (this.changed = resolve));
      await Promise.race([change, sleep(POLL_MS)]);
    }
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.stdin?.end();
    await once(this.child, "close");
  }
}

const sameWeights = (one: Weights, other: Weights): boolean => {
  const hosts = Object.keys(one);
  return (
    hosts.length === Object.keys(other).length && hosts.every((host) => one[host] === other[host])
  );
};
