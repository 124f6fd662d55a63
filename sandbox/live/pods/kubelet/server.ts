import { X509Certificate } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import type { Duplex } from "node:stream";
import { TLSSocket } from "node:tls";
import type { ContainerFolder } from "../pod-files";
import type { Program } from "../launch";
import { serveExec } from "./exec";
import { logQuery } from "./log-query";
import { serveLog } from "./logs";
import { type MetricsAnswer, METRICS_PATH, type MetricsQuestion } from "./metrics";
import { servePortForward } from "./port-forward";

/** What a kubelet is asked about a pod. */
export interface ServedPod {
  files(container: string): ContainerFolder | undefined;
  isRunning(container: string): boolean;
  join(container: string, command: readonly string[]): Program | undefined;
  inNetwork(program: Program): Program;
}

export interface KubeletOptions {
  /** PEM. The API server has the same one, and shows it when it calls. */
  readonly certificate: string;
  readonly key: string;
  readonly pod: (namespace: string, name: string) => ServedPod | undefined;
  readonly metrics: (question: MetricsQuestion) => Promise<MetricsAnswer>;
  /** Told what went wrong though nobody waits for it. */
  readonly log: (trouble: unknown) => void;
}

const REQUEST = /^\/(containerLogs|exec|attach|portForward)\/([^/]+)\/([^/]+)(?:\/(.*))?$/;

/**
 * What an API server asks of the kubelets of all nodes, for pods that run: logs, exec and
 * port-forward, which nobody else may. Metrics are for whoever the API server lets read them.
 */
export function kubeletServer({ certificate, key, pod, metrics, log }: KubeletOptions): Server {
  const { fingerprint256 } = new X509Certificate(certificate);
  const isApiServer = ({ socket }: IncomingMessage): boolean =>
    socket instanceof TLSSocket &&
    socket.getPeerX509Certificate()?.fingerprint256 === fingerprint256;
  const served = (request: IncomingMessage) => {
    const url = new URL(request.url ?? "/", "https://localhost");
    const [, what, namespace = "", name = "", rest = ""] = REQUEST.exec(url.pathname) ?? [];
    // With the pod's uid before it, the container is last.
    const container = rest.split("/").at(-1) ?? "";
    return { url, what, container, pod: pod(namespace, name) };
  };
  const tls = { cert: certificate, key, requestCert: true, rejectUnauthorized: false };
  return createServer(tls, (request, response) => {
    const { url, what, pod: found, container } = served(request);
    if (url.pathname === "/healthz") return void response.end("ok");
    if (url.pathname === METRICS_PATH && request.method === "GET") {
      const { authorization, host } = request.headers;
      metrics({ authorization, host }).then(
        ({ status, type, text }) => response.writeHead(status, { "content-type": type }).end(text),
        (error: unknown) => {
          log(error);
          response.writeHead(500, { "content-type": "text/plain" }).end("no answer just now\n");
        },
      );
      return;
    }
    if (!isApiServer(request)) {
      response.writeHead(401, { "content-type": "text/plain" }).end(`${NOT_FOR_YOU}\n`);
      return;
    }
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
    if (!isApiServer(request)) {
      refuseUpgrade(socket, "401 Unauthorized", NOT_FOR_YOU);
      return;
    }
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
    refuseUpgrade(socket, "404 Not Found", NOTHING_RUNS);
  });
}

const NOTHING_RUNS = "nothing of this pod runs here now: its image has no entry, or it waits";

const NOT_FOR_YOU = "only the API server may ask for this";

function refuseUpgrade(socket: Duplex, status: string, why: string): void {
  socket.end(`HTTP/1.1 ${status}\r\ncontent-type: text/plain\r\nconnection: close\r\n\r\n${why}\n`);
}

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
