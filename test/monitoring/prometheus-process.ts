import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { stringify } from "yaml";
import { z } from "zod";
import { requireToolchain } from "../../sandbox/toolchain/toolchain";

const answer = z.object({
  status: z.literal("success"),
  data: z.object({
    result: z.array(
      z.object({
        metric: z.record(z.string(), z.string()),
        value: z.tuple([z.number(), z.string()]).optional(),
        values: z.array(z.tuple([z.number(), z.string()])).optional(),
      }),
    ),
  }),
});

export type Result = z.infer<typeof answer>["data"]["result"][number];

/** A Prometheus that really runs, on the loopback address. */
export class PrometheusProcess {
  private constructor(
    readonly url: string,
    private readonly child: ChildProcess,
    private readonly folder: string,
    private readonly said: readonly string[],
  ) {}

  /** Starts it and waits, at most 30 s, until it is ready. */
  static async start(args: {
    readonly port: number;
    /** With `rule_files` as `rules/*.yaml`. */
    readonly configuration: object;
    readonly rules: Readonly<Record<string, string>>;
    readonly flags?: readonly string[];
    readonly env?: Readonly<Record<string, string>>;
  }): Promise<PrometheusProcess> {
    const toolchain = await requireToolchain(["monitoring"]);
    const folder = await mkdtemp(join(tmpdir(), "prometheus-"));
    await mkdir(join(folder, "rules"));
    await writeFile(join(folder, "prometheus.yml"), stringify(args.configuration));
    for (const [name, text] of Object.entries(args.rules)) {
      await writeFile(join(folder, "rules", name), text);
    }
    const child = spawn(
      toolchain.path("prometheus"),
      [
        "--config.file=prometheus.yml",
        "--storage.tsdb.path=data",
        `--web.listen-address=127.0.0.1:${args.port}`,
        ...(args.flags ?? []),
      ],
      { cwd: folder, env: { ...args.env }, stdio: ["ignore", "ignore", "pipe"] },
    );
    const said: string[] = [];
    child.stderr.on("data", (text: Buffer) => said.push(text.toString()));
    const started = new PrometheusProcess(`http://127.0.0.1:${args.port}`, child, folder, said);
    try {
      await eventually(async () => (await fetch(`${started.url}/-/ready`)).ok, 30_000);
    } catch (error) {
      await started.stop();
      throw new Error(`Prometheus does not start:\n${said.join("")}`, { cause: error });
    }
    return started;
  }

  async query(expression: string): Promise<Result[]> {
    const query = new URLSearchParams({ query: expression });
    const response = await fetch(`${this.url}/api/v1/query?${query.toString()}`);
    if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
    return answer.parse(await response.json()).data.result;
  }

  /** What it has said so far, for the message of a failure. */
  get log(): string {
    return this.said.join("");
  }

  async stop(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const gone = once(this.child, "exit");
      this.child.kill("SIGTERM");
      const killer = setTimeout(() => this.child.kill("SIGKILL"), 10_000);
      await gone;
      clearTimeout(killer);
    }
    await rm(this.folder, { recursive: true, force: true });
  }
}

/**
 * Waits until something holds; what throws does not hold yet.
 *
 * @throws Error after the bound, with the last reason.
 */
export async function eventually(holds: () => Promise<boolean>, boundMs: number): Promise<void> {
  const until = Date.now() + boundMs;
  let reason: unknown = "it does not hold";
  while (Date.now() < until) {
    try {
      if (await holds()) return;
    } catch (error) {
      reason = error;
    }
    await sleep(200);
  }
  throw new Error(`Not within ${boundMs} ms: ${String(reason)}`);
}
