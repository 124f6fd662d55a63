import { delimiter, dirname } from "node:path";
import { z } from "zod";
import type { ContainerContext, ContainerProcess, DoneProcess, ImageEntry } from "./entry";
import { PROXY_MARK } from "./envoy-bootstrap";

/** A variable of Istio's image, which istiod reads to know what the proxy understands. */
const IMAGE = { ISTIO_META_ISTIO_VERSION: "1.31.0" };

/** Ports that pilot-agent itself connects to, whose sockets have no mark: istiod, and names by TCP. */
const AGENTS_PORTS = [15_012, 53];

/** Port at which pilot-agent answers questions for names. */
const AGENTS_NAMES_PORT = 15_053;

/** Envoy as a gateway or beside an application, and what prepares a pod's network for it. */
export const proxy: ImageEntry = {
  repository: "istio/proxyv2",
  standIn:
    "Istio's pilot-agent with Envoy's own build in place of Istio's: without Istio's metrics of " +
    "requests, and without the protocol negotiation between its proxies.",
  process: (context) =>
    context.container.args[0] === "istio-iptables" ? captures(context) : agent(context),
};

function agent({ container, tools }: ContainerContext): ContainerProcess {
  const { args, environment } = container;
  const injected = configSchema.parse(JSON.parse(environment["PROXY_CONFIG"] ?? "{}"));
  return {
    kind: "run",
    command: [tools.pilotAgent, ...args],
    environment: {
      ...IMAGE,
      // Hooks and probes of the pod call the agent by its name.
      PATH: [dirname(tools.pilotAgent), "/usr/bin", "/bin"].join(delimiter),
      ...environment,
      PROXY_CONFIG: JSON.stringify({
        ...injected,
        binaryPath: tools.envoy,
        proxyBootstrapTemplatePath: tools.envoyBootstrap,
      }),
    },
    workingDirectory: "/",
    answersNames: true,
  };
}

const configSchema = z.record(z.string(), z.unknown());

/** What the init container's arguments ask for; its options are those of `istio-iptables`. */
function captures({ container: { args, environment } }: ContainerContext): DoneProcess {
  const onlyPorts = ports(option(args, "-q"));
  const everywhere = option(args, "-i") === "*";
  return {
    kind: "done",
    captureInbound: { exceptPorts: ports(option(args, "-d")) },
    captureOutbound: {
      exceptMark: PROXY_MARK,
      exceptPorts: [...AGENTS_PORTS, ...ports(option(args, "-o"))],
      ...(!everywhere && { onlyPorts }),
    },
    // Names that only the mesh knows have addresses that only the proxy knows.
    ...(environment["ISTIO_META_DNS_CAPTURE"] === "true" && {
      captureNames: { port: AGENTS_NAMES_PORT },
    }),
  };
}

const option = (args: readonly string[], name: string): string => {
  const at = args.indexOf(name);
  return at === -1 ? "" : (args[at + 1] ?? "");
};

const ports = (list: string): number[] =>
  list
    .split(",")
    .filter((port) => port !== "")
    .map(Number);
