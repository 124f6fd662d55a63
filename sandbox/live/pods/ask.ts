import { spawn } from "node:child_process";
import { once } from "node:events";
import { request } from "node:http";
import type { Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import type { Program } from "./launch";
import type { Container, Hook, PodProbe } from "./pod";

/** How a container is asked something. */
export interface Asker {
  /** A connection to the pod from its node. */
  connect(host: string, port: number): Promise<Socket>;
  /** A command that enters the container. */
  join(command: readonly string[]): Program;
  readonly address: string;
  readonly container: Container;
}

/** Whether a probe succeeds, at once or within its bound. */
export async function askProbe(probe: PodProbe, asker: Asker): Promise<boolean> {
  const timeoutMs = Math.max(1, probe.timeoutSeconds) * 1000;
  try {
    if (probe.httpGet) return await httpGet(probe.httpGet, asker, timeoutMs);
    if (probe.exec) return (await run(asker.join(probe.exec.command), timeoutMs)) === 0;
    if (probe.tcpSocket) {
      const { host = asker.address, port } = probe.tcpSocket;
      const socket = await bounded(asker.connect(host, portNumber(port, asker)), timeoutMs);
      socket.destroy();
    }
    return true;
  } catch {
    return false;
  }
}

/** Does what a hook says, and ends with it or at the bound. Whether it failed changes nothing. */
export async function runHook(hook: Hook, asker: Asker, timeoutMs: number): Promise<void> {
  try {
    if (hook.exec) await run(asker.join(hook.exec.command), timeoutMs);
    if (hook.httpGet) await httpGet(hook.httpGet, asker, timeoutMs);
    if (hook.sleep) await delay(Math.min(hook.sleep.seconds * 1000, timeoutMs));
  } catch {
    // A kubelet goes on as well.
  }
}

function portNumber(port: number | string, { container }: Asker): number {
  if (typeof port === "number") return port;
  const named = container.ports.find(({ name }) => name === port)?.containerPort;
  return named ?? Number(port);
}

type HttpGet = NonNullable<PodProbe["httpGet"]>;

async function httpGet(ask: HttpGet, asker: Asker, timeoutMs: number): Promise<boolean> {
  const { path, scheme, httpHeaders, host = asker.address } = ask;
  const port = portNumber(ask.port, asker);
  const signal = AbortSignal.timeout(timeoutMs);
  const plain = await bounded(asker.connect(host, port), timeoutMs);
  plain.on("error", () => undefined);
  signal.addEventListener("abort", () => plain.destroy(), { once: true });
  // A kubelet does not check certificates either.
  const socket =
    scheme === "HTTPS" ? connectTls({ socket: plain, rejectUnauthorized: false }) : plain;
  const outgoing = request({
    path: path.startsWith("/") ? path : `/${path}`,
    headers: {
      host: `${host}:${String(port)}`,
      "user-agent": "kube-probe/1.37",
      accept: "*/*",
      connection: "close",
      ...Object.fromEntries(httpHeaders.map(({ name, value }) => [name.toLowerCase(), value])),
    },
    createConnection: () => socket,
    signal,
  });
  outgoing.end();
  try {
    const [response] = (await once(outgoing, "response")) as [{ statusCode?: number }];
    const status = response.statusCode ?? 0;
    return status >= 200 && status < 400;
  } finally {
    outgoing.on("error", () => undefined);
    outgoing.destroy();
    plain.destroy();
  }
}

/** @returns the exit code; undefined at the bound. */
async function run(program: Program, timeoutMs: number): Promise<number | undefined> {
  const child = spawn(program.command, program.args, {
    cwd: "/",
    env: program.environment,
    stdio: "ignore",
    timeout: timeoutMs,
    killSignal: "SIGKILL",
  });
  const [code] = (await once(child, "exit")) as [number | null];
  return code ?? undefined;
}

async function bounded(connecting: Promise<Socket>, timeoutMs: number): Promise<Socket> {
  const late = delay(timeoutMs).then(() => {
    void connecting.then((socket) => socket.destroy()).catch(() => undefined);
    throw new Error("no connection in time");
  });
  late.catch(() => undefined);
  return await Promise.race([connecting, late]);
}

/** Does not keep the process alive. */
const delay = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
