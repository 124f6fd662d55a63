import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import type { Duplex } from "node:stream";
import type { ContainerFolder } from "../pod-files";
import type { Program } from "../launch";
import { serveExec } from "./exec";
import { logQuery } from "./log-query";
import { serveLog } from "./logs";
import { servePortForward } from "./port-forward";

/** What a kubelet is asked about a pod. */
export interface ServedPod {
  files(container: string): ContainerFolder | undefined;
  isRunning(container: string): boolean;
  join(container: string, command: readonly string[]): Program | undefined;
  inNetwork(program: Program): Program;
}

export interface KubeletOptions {
  readonly certificate: string;
  readonly key: string;
  readonly pod: (namespace: string, name: string) => ServedPod | undefined;
}

const REQUEST = /^\/(containerLogs|exec|attach|portForward)\/([^/]+)\/([^/]+)(?:\/(.*))?$/;

/**
 * What an API server asks of the kubelets of all nodes, for pods that run: logs, exec and
 * port-forward.
 */
export function kubeletServer({ certificate, key, pod }: KubeletOptions): Server {
  const served = (request: IncomingMessage) => {
    const url = new URL(request.url ?? "/", "https://localhost");
    const [, what, namespace = "", name = "", rest = ""] = REQUEST.exec(url.pathname) ?? [];
    // With the pod's uid before it, the container is last.
    const container = rest.split("/").at(-1) ?? "";
    return { url, what, container, pod: pod(namespace, name) };
  };
  return createServer({ cert: certificate, key }, (request, response) => {
    const { url, what, pod: found, container } = served(request);
    if (url.pathname === "/healthz") return void response.end("ok");
    const files = found?.files(container);
    if (what !== "containerLogs" || found === undefined || files === undefined) {
      refuse(response, what);
      return;
    }
    const query = logQuery(url.searchParams, Date.now());
    const file = query.previous ? files.previousLog : files.log;
    const isRunning = () => !query.previous && found.isRunning(container);
    serveLog({ file, isRunning }, query, response).catch(() => response.destroy());
  }).on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const { url, what, pod: found, container } = served(request);
    socket.on("error", () => socket.destroy());
    if (found !== undefined && what === "exec") {
      const command = url.searchParams.getAll("command");
      const isTerminal =
        url.searchParams.get("tty") === "1" || url.searchParams.get("tty") === "true";
      const program = found.join(container, isTerminal ? onTerminal(command) : command);
      if (program !== undefined) {
        serveExec(request, socket, head, program);
        return;
      }
    }
    if (found !== undefined && what === "portForward") {
      servePortForward(request, socket, head, (program) => found.inNetwork(program));
      return;
    }
    socket.end(
      `HTTP/1.1 404 Not Found\r\ncontent-type: text/plain\r\nconnection: close\r\n\r\n${NOTHING_RUNS}\n`,
    );
  });
}

const NOTHING_RUNS = "nothing of this pod runs here now: its image has no entry, or it waits";

function refuse(response: ServerResponse, what: string | undefined): void {
  response.writeHead(404, { "content-type": "text/plain" });
  response.end(what === undefined ? "no such path\n" : `${NOTHING_RUNS}\n`);
}

/** util-linux's script(1) has a terminal for the command. */
const onTerminal = (command: readonly string[]): string[] => [
  ...["script", "--quiet", "--return", "--flush", "--command"],
  command.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(" "),
  "/dev/null",
];
