import { type ChildProcess, execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { copyFile, chmod, mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import { StandInError } from "./failure";
import { removeStaleLock } from "./stale-lock";

const run = promisify(execFile);

/** Longest time to make an empty database, ms. */
const MAKE_MS = 60_000;

export interface ServerOptions {
  /** Folder that holds `bin/postgres`. */
  readonly programs: string;
  /** The node's volume. */
  readonly store: string;
  /** With `ca.crt`, `node.crt` and `node.key`. */
  readonly certsDir: string;
  readonly port: number;
}

/** Starts PostgreSQL on the node's volume; makes the database first where there is none. */
export async function startServer(options: ServerOptions): Promise<ChildProcess> {
  const { programs, store, port } = options;
  const data = join(store, "postgresql");
  await mkdir(store, { recursive: true });
  const env = {
    // With whatever its starter finds its processes by.
    ...process.env,
    TZ: "UTC",
    LD_LIBRARY_PATH: [await shortNames(programs, store), join(programs, "lib")].join(":"),
  };
  if (!existsSync(join(data, "PG_VERSION"))) {
    await rm(data, { recursive: true, force: true });
    const how = ["--username", "root", "--auth", "reject", "--encoding", "UTF8", "--locale", "C"];
    const args = ["--pgdata", data, ...how, "--no-sync", "--wal-segsize=1"];
    await run(join(programs, "bin", "initdb"), args, { env, timeout: MAKE_MS }).catch(
      (cause: unknown) => {
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw new StandInError("no-database", `initdb cannot make ${data}. ${reason}`, { cause });
      },
    );
    await writeFile(join(data, "pg_hba.conf"), "hostssl all all all cert\n");
  }
  await removeStaleLock(data);
  const key = await privateKey(options);
  return spawn(
    join(programs, "bin", "postgres"),
    ["-D", data, ...settings({ ...options, key, port }).flatMap((setting) => ["-c", setting])],
    { env, stdio: ["ignore", "inherit", "inherit"] },
  );
}

/** A server for a few connections: it has little memory, and no process that is not needed. */
const settings = ({ certsDir, key, port }: ServerOptions & { readonly key: string }): string[] => [
  "listen_addresses=*",
  `port=${port}`,
  "unix_socket_directories=",
  "ssl=on",
  `ssl_ca_file=${certsDir}/ca.crt`,
  `ssl_cert_file=${certsDir}/node.crt`,
  `ssl_key_file=${key}`,
  "max_connections=60",
  "shared_buffers=16MB",
  "min_wal_size=8MB",
  "max_wal_size=64MB",
  "io_method=sync",
  "max_parallel_workers=0",
  "max_logical_replication_workers=0",
  "dynamic_shared_memory_type=mmap",
  "jit=off",
  "log_checkpoints=off",
];

/** PostgreSQL takes a key that nobody else may read, and a volume's may be read by its group. */
async function privateKey({ certsDir, store }: ServerOptions): Promise<string> {
  const key = join(store, "node.key");
  await rm(key, { force: true });
  await copyFile(join(certsDir, "node.key"), key);
  await chmod(key, 0o600);
  return key;
}

const linksSchema = z.array(z.object({ source: z.string(), target: z.string() }));

/** The package cannot carry links, so those that its libraries are found by are made beside the data. */
async function shortNames(programs: string, store: string): Promise<string> {
  const text = await readFile(join(programs, "pg-symlinks.json"), "utf8");
  const folder = join(store, "lib");
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
  for (const { source, target } of linksSchema.parse(JSON.parse(text))) {
    if (dirname(target) !== "native/lib") continue;
    await symlink(join(programs, relative("native", source)), join(folder, basename(target)));
  }
  return folder;
}
