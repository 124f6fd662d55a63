import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import {
  closeNetwork,
  type LiveNetwork,
  openNetwork,
} from "../../../../sandbox/live/network/network";
import type { Place } from "../../../../sandbox/live/network/place";
import type { Site } from "../../../../sandbox/live/network/sites";
import type { ProcessSpec } from "../../../../sandbox/processes/record";
import { requireToolchain } from "../../../../sandbox/toolchain/toolchain";

export const sites: readonly Site[] = [
  { name: "us-east-1", index: 0 },
  { name: "eu-west-1", index: 1 },
  { name: "clients", index: "clients" },
];

const answerSchema = z.object({
  answer: z.string().optional(),
  error: z.string().optional(),
  ms: z.number(),
});

/** What somebody was told, or why not: `silence` after the bound, or the system's code. */
export type Answer = Readonly<z.output<typeof answerSchema>>;

const peer = join(__dirname, "peer.mjs");
const SERVING_BOUND_MS = 15_000;

/** How long nobody answers until that counts as silence, ms. */
const SILENCE_MS = 2_000;

/** How long a program that goes on says nothing until that counts as silence, ms. */
const LINE_BOUND_MS = 10_000;

export async function networkBinary(): Promise<string> {
  return (await requireToolchain(["network"])).path("sandbox-network");
}

/** A network in a folder of its own, with programs in its pods. */
export class SampleNetwork {
  private readonly started: ChildProcess[] = [];

  private constructor(
    readonly directory: string,
    readonly network: LiveNetwork,
  ) {}

  static async open(): Promise<SampleNetwork> {
    const directory = await mkdtemp(join(tmpdir(), "nephoran-network-"));
    return new SampleNetwork(
      directory,
      await openNetwork({ directory, sites, binary: await networkBinary() }),
    );
  }

  async close(): Promise<void> {
    await closeNetwork(this.directory);
    for (const child of this.started) child.kill("SIGKILL");
    await rm(this.directory, { recursive: true });
  }

  /** A pod that answers on some ports. */
  async serve(site: string, pod: string, address: string, ...ports: number[]): Promise<void> {
    await this.network.addPod(site, pod, address);
    // A proxy for DNS listens there, so that its answers come from where the questions went.
    const places = ports.map(
      (port) => `${port === 15053 ? "127.0.0.1" : "0.0.0.0"}:${String(port)}`,
    );
    this.start(pod, "serve", pod, ...places);
    const deadline = Date.now() + SERVING_BOUND_MS;
    while ((await this.ask(pod, "tcp", "127.0.0.1", ports[0] ?? 0)).answer === undefined) {
      if (Date.now() > deadline) throw new Error(`${pod} does not serve`);
      await sleep(20);
    }
  }

  /** Starts a program that goes on, in a pod; what it returns waits for the program's next line. */
  start(pod: string, ...args: string[]): () => Promise<string> {
    const { command, args: all, environment } = this.network.inside({ pod }, program(pod, args));
    const child = spawn(command, all, { env: environment, stdio: ["ignore", "pipe", "inherit"] });
    this.started.push(child);
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    return async () => {
      const silent = new AbortController();
      const bound = sleep(LINE_BOUND_MS, "silence", { signal: silent.signal });
      const line = await Promise.race([lines.next().then(({ value }) => String(value)), bound]);
      silent.abort();
      bound.catch(() => undefined);
      return line;
    };
  }

  async ask(
    from: string | Place,
    protocol: "tcp" | "udp",
    host: string,
    port: number,
  ): Promise<Answer> {
    const args = ["ask", protocol, host, String(port), String(SILENCE_MS)];
    const place = typeof from === "string" ? { pod: from } : from;
    return answerSchema.parse(JSON.parse(await this.run(place, ...args)));
  }

  /** The shortest of some round trips, ms: the others waited for a processor. */
  async roundTrip(pod: string, host: string, port: number): Promise<number> {
    return Number(await this.run({ pod }, "roundtrip", host, String(port), "30"));
  }

  private async run(place: Place, ...args: string[]): Promise<string> {
    const { command, args: all } = program("peer", args);
    return await this.network.run(place, { command, args: all });
  }
}

function program(name: string, args: readonly string[]): ProcessSpec {
  return {
    name,
    command: process.execPath,
    args: [peer, ...args],
    workingDirectory: "/",
    environment: {},
  };
}
