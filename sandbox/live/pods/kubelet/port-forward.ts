import { spawn } from "node:child_process";
import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { pipeline } from "node:stream/promises";
import type { Duplex } from "node:stream";
import type { Program } from "../launch";
import type { SpdyStream } from "./spdy-connection";
import { upgrade } from "./upgrade";

const PROTOCOL = "portforward.k8s.io";

/**
 * Connects to a port of the pod as from inside, where a program may listen for itself alone, and hands
 * on what comes. Its exit says whether there was a connection.
 */
const RELAY = [
  'const { connect } = require("node:net");',
  'const socket = connect({ host: "127.0.0.1", port: Number(process.argv[1]), allowHalfOpen: true });',
  'socket.on("error", ({ message }) => { console.error(message); process.exit(1); });',
  "process.stdin.pipe(socket).pipe(process.stdout);",
].join("\n");

/** Connects each pair of streams to the port of the pod that it names. */
export function servePortForward(
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  inNetwork: (program: Program) => Program,
): void {
  const pairs = new Map<string, { data?: SpdyStream; error?: SpdyStream }>();
  upgrade(request, socket, head, {
    protocol: PROTOCOL,
    onStream: (stream) => {
      const { streamtype, requestid = "" } = stream.headers;
      const pair = pairs.get(requestid) ?? {};
      pairs.set(requestid, pair);
      if (streamtype === "data") pair.data = stream;
      else pair.error = stream;
      const { data, error } = pair;
      if (data === undefined || error === undefined) return;
      pairs.delete(requestid);
      void relay(data, error, inNetwork);
    },
  });
}

async function relay(
  data: SpdyStream,
  error: SpdyStream,
  inNetwork: (program: Program) => Program,
): Promise<void> {
  const port = data.headers.port ?? "";
  const { command, args, environment } = inNetwork({
    command: process.execPath,
    args: ["-e", RELAY, port],
    environment: {},
  });
  const child = spawn(command, args, { cwd: "/", env: environment, stdio: "pipe" });
  const said: Buffer[] = [];
  child.stderr.on("data", (part: Buffer) => said.push(part));
  child.stdin.on("error", () => undefined);
  data.pipe(child.stdin);
  data.once("close", () => child.kill("SIGKILL"));
  const sent = pipeline(child.stdout, data).catch(() => undefined);
  try {
    const [code] = (await once(child, "exit")) as [number | null];
    if (code === 1) {
      error.write(`port ${port} of the pod: ${Buffer.concat(said).toString("utf8").trim()}`);
    } else {
      await sent;
    }
  } catch (cause) {
    error.write(cause instanceof Error ? cause.message : String(cause));
  }
  error.end();
  data.end();
}
