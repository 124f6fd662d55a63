import { execFile, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { closeSync, constants, openSync } from "node:fs";
import { rm } from "node:fs/promises";
import { Socket } from "node:net";
import { constants as system } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { pidsWithVariable } from "../../processes/process-table";
import { RECORD_VARIABLE } from "../../processes/record";
import { sendSignal } from "../../processes/signal";
import type { ContainerLog } from "./container-log";
import type { Program } from "./launch";

/** Every process of a container has it, with the container's run as value. */
export const CONTAINER_VARIABLE = "NEPHORAN_CONTAINER";

/** What a container wrote at its end is read within this time. */
const LAST_WORDS_MS = 200;

/** How a process ended. */
export interface Exit {
  /** As a shell gives it: 128 and the signal's number for one that was killed. */
  readonly exitCode: number;
  readonly signal?: number;
}

/** Marks of a container's processes; a runner's own record finds them when the runner is gone. */
export function marks(run: string): Readonly<Record<string, string>> {
  const record = process.env[RECORD_VARIABLE];
  return {
    [CONTAINER_VARIABLE]: run,
    ...(record !== undefined && { [RECORD_VARIABLE]: record }),
  };
}

/** A container's process, in a session of its own with all that it starts. */
export interface ContainerProcess {
  readonly pid: number;
  readonly exited: Promise<Exit>;
  /** Asks its first process to end; it may ask the others. */
  terminate(): void;
  /** Ends all of it at once. */
  kill(): void;
}

/**
 * Starts a container's process.
 *
 * @param run names this run among all of all pods.
 * @throws what the system says if it cannot be started.
 */
export async function startContainer(
  run: string,
  program: Program,
  log: ContainerLog,
): Promise<ContainerProcess> {
  const [output, errors] = [await makePipe(log.folder.path), await makePipe(log.folder.path)];
  const child = spawn(program.command, program.args, {
    cwd: "/",
    env: { ...program.environment, ...marks(run) },
    detached: true,
    stdio: ["ignore", output.writeEnd, errors.writeEnd],
  });
  closeSync(output.writeEnd);
  closeSync(errors.writeEnd);
  log.take("stdout", output.reader);
  log.take("stderr", errors.reader);
  const closed = Promise.all([once(output.reader, "close"), once(errors.reader, "close")]);
  closed.catch(() => undefined);
  const ended = once(child, "exit") as Promise<[number | null, NodeJS.Signals | null]>;
  ended.catch(() => undefined);
  await once(child, "spawn");
  const pid = child.pid ?? 0;
  return {
    pid,
    exited: exit(),
    terminate: () => {
      sendSignal(pid, "SIGTERM");
    },
    kill: () => {
      sendSignal(-pid, "SIGKILL");
    },
  };

  async function exit(): Promise<Exit> {
    const [code, name] = await ended;
    // As the end of a container's first process ends all others, those in sessions of their own too.
    sendSignal(-pid, "SIGKILL");
    await endAll(run);
    await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, LAST_WORDS_MS))]);
    log.close();
    if (name === null) return { exitCode: code ?? 0 };
    const number = system.signals[name];
    return { exitCode: 128 + number, signal: number };
  }
}

/** A pipe of the system's, of which this process has both ends. */
interface Pipe {
  readonly reader: Socket;
  /** Its file descriptor, to be closed here once somebody has inherited it. */
  readonly writeEnd: number;
}

/**
 * Node's own pipes are sockets, which no program can open once more by `/dev/stdout`, as Envoy does
 * for its access log.
 */
async function makePipe(folder: string): Promise<Pipe> {
  const path = join(folder, `pipe-${randomUUID()}`);
  await promisify(execFile)("mkfifo", ["-m", "600", path]);
  try {
    // Without waiting for whoever writes.
    const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const writeEnd = openSync(path, constants.O_WRONLY);
    return { reader: new Socket({ fd, readable: true, writable: false }), writeEnd };
  } finally {
    await rm(path, { force: true });
  }
}

async function endAll(run: string): Promise<void> {
  for (const pid of await pidsWithVariable(CONTAINER_VARIABLE, run)) sendSignal(pid, "SIGKILL");
}
