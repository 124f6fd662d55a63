import type { Socket } from "node:net";
import type { DnsAddresses } from "../border/dns-addresses";
import type { ImageEntry } from "../images/entry";
import type { PodApi } from "./api";
import type { KubernetesService } from "./environment";
import type { Program } from "./launch";
import type { Objects } from "./objects";
import type { HostFiles } from "./root";
import type { ToolsInside } from "./tool-binds";

/** What the pod runner needs of the network. */
export interface PodNetwork {
  addPod(pod: string, address: string): Promise<void>;
  removePod(pod: string): Promise<void>;
  captureInbound(pod: string, exceptPorts: readonly number[]): Promise<void>;
  captureOutbound(
    pod: string,
    except: { readonly exceptMark: number; readonly exceptPorts: readonly number[] },
  ): Promise<void>;
  /** Leads a pod's questions for names to one of its own ports. */
  captureNames(pod: string, port: number): Promise<void>;
  /** The same program in a pod's network namespace; its process id stays that of the program. */
  inside(pod: string, program: Program): Program;
  /** A connection from the pods' node. */
  connect(host: string, port: number): Promise<Socket>;
}

/** All that the pods of a region share. */
export interface RegionContext {
  readonly region: string;
  readonly api: PodApi;
  readonly objects: Objects;
  readonly network: PodNetwork;
  readonly entryOf: (image: string) => ImageEntry | undefined;
  /** This machine's programs, as containers have them. */
  readonly programs: ToolsInside;
  readonly kubernetes: KubernetesService;
  /** Addresses of the region's DNS: that of its Service, and that of its pod. */
  readonly dns: DnsAddresses;
  /** Folder of the files of all pods. */
  readonly pods: string;
  /** Folder of what claims hold, which outlives pods. */
  readonly claims: string;
  readonly host: HostFiles;
  /** Says what went wrong though nobody waits for it. */
  log(trouble: unknown): void;
  /** A node's address. */
  hostAddress(node: string): Promise<string>;
}
