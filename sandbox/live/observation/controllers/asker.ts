import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { CONTROLLER_PORT } from "../../../../components/traffic/controller/names";
import type { LiveNetwork } from "../../network/network";

const PROGRAM = join(__dirname, "ask.mjs");

const INTERVAL_MS = 500;
/** What follows a program that could not enter the pod, ms: its network may be there by then. */
const RETRY_MS = 1_000;

/** Asks the traffic controller of a pod for its decisions, and hands on what it answers. */
export type AskPod = (
  pod: string,
  hear: (answer: unknown) => void,
  signal: AbortSignal,
) => Promise<void>;

/**
 * Asks from inside the pod: from elsewhere its proxy wants an identity of the mesh. One that is dead
 * does not answer; it is asked on.
 */
export const askFromInside =
  (network: Pick<LiveNetwork, "inside">): AskPod =>
  async (pod, hear, signal) => {
    const spec = network.inside(
      { pod },
      {
        name: "ask-controller",
        command: process.execPath,
        args: [PROGRAM, String(CONTROLLER_PORT), String(INTERVAL_MS)],
        workingDirectory: "/",
        environment: {},
      },
    );
    while (!signal.aborted) {
      const child = spawn(spec.command, spec.args, {
        env: spec.environment,
        stdio: ["pipe", "pipe", "ignore"],
      });
      await hearLines(child, hear, signal);
      await sleep(RETRY_MS, undefined, { signal }).catch(() => undefined);
    }
  };

/** Until it ends. */
async function hearLines(
  child: ChildProcess,
  hear: (answer: unknown) => void,
  signal: AbortSignal,
): Promise<void> {
  const end = () => child.kill("SIGKILL");
  signal.addEventListener("abort", end, { once: true });
  child.stdin?.on("error", () => undefined);
  if (child.stdout) {
    createInterface({ input: child.stdout }).on("line", (line) => {
      hear(parsed(line));
    });
  }
  await once(child, "close").catch(() => undefined);
  signal.removeEventListener("abort", end);
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
