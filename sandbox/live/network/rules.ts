import { type Entrance, runInside } from "./place";

/** An address and port of a Service, and what it stands for. */
export interface ServiceTranslation {
  readonly address: string;
  readonly port: number;
  readonly protocol: "tcp" | "udp";
  /** One is taken at random for each connection; without any, callers are refused. */
  readonly endpoints: readonly { readonly address: string; readonly port: number }[];
}

/** Replaces a site's translations of Services' addresses in one transaction of the kernel. */
export async function setServices(
  entrance: Entrance,
  binary: string,
  site: string,
  services: readonly ServiceTranslation[],
): Promise<void> {
  const input = JSON.stringify({ services });
  await runInside(entrance, { site }, { command: binary, args: ["services"], input });
}

/** Leads TCP connections to a pod from elsewhere to port 15006, but for those to some ports. */
export async function captureInbound(
  entrance: Entrance,
  binary: string,
  pod: string,
  exceptPorts: readonly number[],
): Promise<void> {
  const args = ["capture-inbound", `--except=${exceptPorts.join(",")}`];
  await runInside(entrance, { pod }, { command: binary, args });
}

/** Which of the connections that a pod begins go to its proxy. */
export interface OutboundCapture {
  /** Mark (SO_MARK) of the proxy's own sockets, which are left alone. */
  readonly exceptMark: number;
  readonly exceptPorts: readonly number[];
  /** Absent: all others. */
  readonly onlyPorts?: readonly number[];
}

/** Leads TCP connections that a pod begins to port 15001, but for its proxy's and those to itself. */
export async function captureOutbound(
  entrance: Entrance,
  binary: string,
  pod: string,
  { exceptMark, exceptPorts, onlyPorts = [] }: OutboundCapture,
): Promise<void> {
  const args = [
    "capture-outbound",
    `--except-mark=${String(exceptMark)}`,
    `--except=${exceptPorts.join(",")}`,
    `--only=${onlyPorts.join(",")}`,
  ];
  await runInside(entrance, { pod }, { command: binary, args });
}

/** Leads a pod's own DNS questions to an address to a port of the pod. */
export async function redirectDns(
  entrance: Entrance,
  binary: string,
  pod: string,
  address: string,
  port: number,
): Promise<void> {
  const args = ["redirect-dns", "--address", address, "--port", String(port)];
  await runInside(entrance, { pod }, { command: binary, args });
}
