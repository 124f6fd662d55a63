import { spawn } from "node:child_process";
import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { constants } from "node:os";
import type { Duplex } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Program } from "../launch";
import type { SpdyStream } from "./spdy-connection";
import { upgrade } from "./upgrade";

const PROTOCOL = "v4.channel.k8s.io";

/** What the client opens streams for, by the query that asks for them. */
const ASKED = { input: "stdin", output: "stdout", error: "stderr", tty: "resize" } as const;

type Channel = "error" | "stdin" | "stdout" | "stderr" | "resize";

/** Runs a command for whoever asked, with its streams on the connection. */
export function serveExec(
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  program: Program,
): void {
  const { searchParams } = new URL(request.url ?? "/", "https://localhost");
  const isAsked = (name: string) => ["1", "true"].includes(searchParams.get(name) ?? "");
  const wanted = new Set<string>([
    "error",
    ...Object.entries(ASKED).flatMap(([name, channel]) => (isAsked(name) ? [channel] : [])),
  ]);
  // With a terminal, what goes wrong comes with everything else.
  if (isAsked("tty")) wanted.delete("stderr");
  const streams = new Map<string, SpdyStream>();
  let hasBegun = false;
  const connection = upgrade(request, socket, head, {
    protocol: PROTOCOL,
    onStream: (stream) => {
      streams.set(stream.headers.streamtype ?? "", stream);
      if (hasBegun || ![...wanted].every((channel) => streams.has(channel))) return;
      hasBegun = true;
      void run(program, (channel) => streams.get(channel), socket).finally(() => {
        connection?.close();
      });
    },
  });
}

async function run(
  program: Program,
  stream: (channel: Channel) => SpdyStream | undefined,
  socket: Duplex,
): Promise<void> {
  const [stdin, stdout, stderr] = [stream("stdin"), stream("stdout"), stream("stderr")];
  const child = spawn(program.command, program.args, {
    cwd: "/",
    env: program.environment,
    // A session of its own: all of it ends when the asker goes.
    detached: true,
    stdio: [stdin === undefined ? "ignore" : "pipe", "pipe", "pipe"],
  });
  const gone = () => {
    if (child.pid !== undefined) endGroup(child.pid);
  };
  socket.once("close", gone);
  const exited = once(child, "exit") as Promise<[number | null, NodeJS.Signals | null]>;
  child.stdin?.on("error", () => undefined);
  if (child.stdin !== null) stdin?.pipe(child.stdin);
  const outputs = [
    [child.stdout, stdout],
    [child.stderr, stderr],
  ] as const;
  const sent = outputs.map(async ([from, to]) => {
    if (to === undefined) from?.resume();
    else if (from !== null) await pipeline(from, to).catch(() => undefined);
  });
  let status: object;
  try {
    const [code, signal] = await exited;
    await Promise.all(sent);
    status = statusOf(code ?? 128 + constants.signals[signal ?? "SIGKILL"]);
  } catch (error) {
    status = failure("InternalError", error instanceof Error ? error.message : String(error));
  }
  socket.off("close", gone);
  const error = stream("error");
  await new Promise<void>((resolve) => {
    if (error === undefined) resolve();
    else error.end(JSON.stringify(status), resolve);
  });
}

function statusOf(code: number): object {
  if (code === 0) return { metadata: {}, status: "Success" };
  return {
    ...failure(
      "NonZeroExitCode",
      `command terminated with non-zero exit code: exit status ${String(code)}`,
    ),
    details: { causes: [{ reason: "ExitCode", message: String(code) }] },
  };
}

const failure = (reason: string, message: string) => ({
  metadata: {},
  status: "Failure",
  reason,
  message,
});

function endGroup(pid: number): void {
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}
