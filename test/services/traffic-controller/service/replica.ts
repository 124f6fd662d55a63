import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { z } from "zod";
import { signalsAnswer } from "../../../../services/traffic-controller/signals/wire";

const row = z.record(z.string(), z.number());

const decision = z.looseObject({ leader: z.looseObject({ isSelf: z.boolean() }) });
const signals = signalsAnswer.extend({ served: row.optional() });

/** A replica of a traffic controller, as a process. */
export class Replica {
  private readonly child: ChildProcess;
  private readonly said: string[] = [];

  /** @param script the bundle. */
  constructor(
    script: string,
    readonly name: string,
    private readonly port: number,
    env: Readonly<Record<string, string>>,
  ) {
    this.child = spawn(process.execPath, [script], {
      env: { ...env, POD_NAME: name, HTTP_PORT: String(port) },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on("data", (text: Buffer) => this.said.push(text.toString()));
    }
  }

  get log(): string {
    return this.said.join("");
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  async isReady(): Promise<boolean> {
    return (await this.get("/readyz")).ok;
  }

  async isLeading(): Promise<boolean> {
    return decision.parse(await (await this.get("/decision")).json()).leader.isSelf;
  }

  /** What peers are told. */
  async signals(): Promise<z.output<typeof signals>> {
    return signals.parse(await (await this.get("/signals")).json());
  }

  async metrics(): Promise<string> {
    return await (await this.get("/metrics")).text();
  }

  /** Resident memory as the kernel counts it, bytes: now, and at its highest. */
  async memory(): Promise<{ readonly nowBytes: number; readonly mostBytes: number }> {
    const status = await readFile(`/proc/${String(this.child.pid)}/status`, "utf8");
    const of = (field: string): number =>
      Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, "m").exec(status)?.[1]) * 1_024;
    return { nowBytes: of("VmRSS"), mostBytes: of("VmHWM") };
  }

  signal(name: NodeJS.Signals): void {
    this.child.kill(name);
  }

  /** Its exit code; nothing after a signal that it could not answer. */
  async ended(): Promise<number | null> {
    if (this.isRunning) await once(this.child, "exit");
    return this.child.exitCode;
  }

  async kill(): Promise<void> {
    this.signal("SIGCONT");
    this.signal("SIGKILL");
    await this.ended();
  }

  private get(path: string): Promise<Response> {
    const signal = AbortSignal.timeout(2_000);
    return fetch(`http://127.0.0.1:${String(this.port)}${path}`, { signal });
  }
}
