import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { ProcessRecord, ProcessSpec } from "../../processes/record";
import { NetworkError } from "./failure";
import { type NetworkFiles, SYSTEM_PATH, systemProgram } from "./holder";

/** A network namespace of the network. */
export type Place = { readonly site: string } | { readonly pod: string };

/** Every process inside has it, with the network's folder, so that all are found when it closes. */
export const NETWORK_VARIABLE = "NEPHORAN_LIVE_NETWORK";

/** What a place is entered by. */
export interface Entrance {
  readonly files: NetworkFiles;
  readonly holder: ProcessRecord;
}

/** A short command. */
export interface Command {
  readonly command: string;
  readonly args: readonly string[];
  readonly input?: string;
}

/** Bound of one command. */
const COMMAND_BOUND_MS = 60_000;

/** Enters the folder as seen inside, and becomes the program. */
const BECOME = 'cd "$0" && exec "$@"';

/** The file of a network namespace, as seen inside. */
export function namespaceFile({ namespaces }: NetworkFiles, place: Place): string {
  return "site" in place
    ? join(namespaces, "sites", place.site)
    : join(namespaces, "pods", place.pod);
}

/**
 * The same program inside: in the network's user namespace, in a mount namespace that shows the
 * host's files, and in a place's network namespace. Its process id is that of what enters.
 */
export function inside(
  { files, holder }: Entrance,
  place: Place | undefined,
  spec: ProcessSpec,
): ProcessSpec {
  const { pid } = holder;
  const net =
    place === undefined ? "--net" : `--net=/proc/${String(pid)}/root${namespaceFile(files, place)}`;
  return {
    ...spec,
    command: systemProgram("nsenter"),
    args: [
      "--preserve-credentials",
      "--user",
      "--mount",
      `--target=${String(pid)}`,
      net,
      "/bin/sh",
      "-c",
      BECOME,
      spec.workingDirectory,
      spec.command,
      ...spec.args,
    ],
    environment: { PATH: SYSTEM_PATH, ...spec.environment, [NETWORK_VARIABLE]: files.folder },
  };
}

/**
 * Runs a short command inside.
 *
 * @returns its standard output.
 * @throws NetworkError `command` with its standard error.
 */
export async function runInside(
  entrance: Entrance,
  place: Place | undefined,
  command: Command,
): Promise<string> {
  return await run(entrance, place, command, [command.command, ...command.args].join(" "));
}

/**
 * Runs a shell script inside.
 *
 * @param label what it does, for the error and for the system's list of processes.
 * @param args its `$1`, `$2` and so on.
 * @throws NetworkError `command` with its standard error.
 */
export async function runScript(
  entrance: Entrance,
  place: Place | undefined,
  label: string,
  script: string,
  args: readonly string[],
): Promise<void> {
  await run(entrance, place, { command: "/bin/sh", args: ["-c", script, label, ...args] }, label);
}

async function run(
  entrance: Entrance,
  place: Place | undefined,
  { command, args, input = "" }: Command,
  label: string,
): Promise<string> {
  const spec = inside(entrance, place, {
    name: label,
    command,
    args,
    workingDirectory: "/",
    environment: {},
  });
  const child = spawn(spec.command, spec.args, {
    env: spec.environment,
    timeout: COMMAND_BOUND_MS,
    killSignal: "SIGKILL",
  });
  const output: Buffer[] = [];
  const errors: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => output.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => errors.push(chunk));
  // Whoever does not read its input says why by its exit.
  child.stdin.on("error", () => undefined);
  child.stdin.end(input);
  const [code, signal] = (await once(child, "close")) as [number | null, string | null];
  if (code === 0) return Buffer.concat(output).toString("utf8");
  const said = Buffer.concat(errors).toString("utf8").trim();
  const end = code === null ? `ended by ${String(signal)}` : `exit code ${String(code)}`;
  throw new NetworkError("command", `${label} failed${placeText(place)} (${end}): ${said}`);
}

function placeText(place: Place | undefined): string {
  if (place === undefined) return "";
  return "site" in place ? ` in site ${place.site}` : ` in pod ${place.pod}`;
}
