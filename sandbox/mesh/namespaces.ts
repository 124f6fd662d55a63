import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { startProcess } from "../processes/start";
import { stopProcess } from "../processes/stop";
import type { ProcessRecord, ProcessSpec } from "../processes/record";
import { MeshError } from "./failure";

/** What setting up a network takes of the system. */
const SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** User, mount and network namespace of their own, in which this user is root. */
const NEW_NAMESPACES = ["--user", "--map-root-user", "--mount", "--net"];

/** Name of the process that keeps the namespaces. */
const HOLDER = "namespaces";
const HOLDER_BOUND_MS = 10_000;
const POLL_MS = 20;

/**
 * Why nobody but root can have namespaces here, or undefined: then pods can have a network and an
 * address each.
 */
export function whyNoNamespaces(): string | undefined {
  if (process.platform !== "linux") return "pods need network namespaces, which only Linux has";
  const trial =
    'mount -t tmpfs tmpfs /run && ip link add name trial type bridge && command -v "$0"';
  const { status, error, stderr } = spawnSync(
    "unshare",
    [...NEW_NAMESPACES, "sh", "-c", trial, "nsenter"],
    { encoding: "utf8", env: { PATH: SYSTEM_PATH }, timeout: 10_000 },
  );
  if (status === 0) return undefined;
  const reason = error?.message ?? stderr.trim().split("\n").at(-1) ?? "no reason given";
  return `unprivileged user namespaces, or iproute2, cannot be had here (${reason})`;
}

/** The namespaces of one mesh, and how something comes to run in them. */
export interface Namespaces {
  readonly holder: ProcessRecord;
  /** Folder of the records of all that runs in them. */
  readonly processes: string;
}

/** Makes namespaces, which last until {@link leaveNamespaces}. */
export async function enterNamespaces(processes: string): Promise<Namespaces> {
  const holder = await startProcess(processes, {
    name: HOLDER,
    command: "/usr/bin/env",
    args: ["unshare", ...NEW_NAMESPACES, "sleep", "infinity"],
    workingDirectory: "/",
    environment: { PATH: SYSTEM_PATH },
  });
  const deadline = Date.now() + HOLDER_BOUND_MS;
  // Before, whatever entered them would be where this process is.
  while ((await readFile(`/proc/${holder.pid}/comm`, "utf8").catch(() => "")) !== "sleep\n") {
    if (Date.now() > deadline) {
      throw new MeshError("not-ready", "the namespaces of the mesh are not there in time");
    }
    await sleep(POLL_MS);
  }
  return { holder, processes };
}

/** Ends what keeps the namespaces; they go with the last process in them. */
export async function leaveNamespaces(processes: string): Promise<void> {
  await stopProcess(processes, HOLDER, 0);
}

/** Where in the namespaces a program runs. */
export interface Place {
  /** A network namespace of {@link network}; absent: the one that joins them all. */
  readonly pod?: string;
  /** A file that is its /etc/hosts. */
  readonly hosts?: string;
}

/** Enters the folder as seen inside, and becomes the program. */
const BECOME = 'cd "$0" && exec "$@"';
const BECOME_WITH_HOSTS = 'cd "$0" && mount --bind "$1" /etc/hosts && shift && exec "$@"';

/** The same program inside; its process id is that of what enters. */
export function inside({ holder }: Namespaces, place: Place, spec: ProcessSpec): ProcessSpec {
  const { pod, hosts } = place;
  const target = ["--preserve-credentials", "--user", "--mount", "--net", `--target=${holder.pid}`];
  return {
    ...spec,
    command: "/usr/bin/env",
    args: [
      "nsenter",
      ...target,
      ...(pod === undefined ? [] : ["nsenter", `--net=/run/netns/${pod}`]),
      ...(hosts === undefined
        ? ["sh", "-c", BECOME, spec.workingDirectory]
        : ["unshare", "--mount", "sh", "-c", BECOME_WITH_HOSTS, spec.workingDirectory, hosts]),
      spec.command,
      ...spec.args,
    ],
    environment: { PATH: SYSTEM_PATH, ...spec.environment },
  };
}

/** A command that ends by itself. */
export interface Command {
  readonly command: string;
  readonly args: readonly string[];
  readonly input?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Bound of one command. */
const COMMAND_BOUND_MS = 60_000;

/**
 * Runs a command inside.
 *
 * @returns its standard output.
 * @throws MeshError `command` with its standard error.
 */
export async function runInside(
  namespaces: Namespaces,
  place: Place,
  { command, args, input = "", environment = {} }: Command,
): Promise<string> {
  const spec = inside(namespaces, place, {
    name: command,
    command,
    args,
    workingDirectory: "/",
    environment,
  });
  const child = spawn(spec.command, spec.args, {
    env: spec.environment,
    timeout: COMMAND_BOUND_MS,
  });
  const output: Buffer[] = [];
  const errors: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => errors.push(chunk));
  // Whoever does not read its input says why by its exit.
  child.stdin.on("error", () => undefined);
  child.stdin.end(input);
  const [code] = (await once(child, "close")) as [number | null];
  if (code === 0) return Buffer.concat(output).toString("utf8");
  throw new MeshError(
    "command",
    `${[command, ...args].join(" ")} failed${place.pod === undefined ? "" : ` in ${place.pod}`}: ` +
      Buffer.concat(errors).toString("utf8").trim(),
  );
}
