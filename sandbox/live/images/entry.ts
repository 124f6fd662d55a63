import type { LiveTools } from "./tools";

/** How a container of one image becomes a process of this machine. */
export interface ImageEntry {
  /** The image's name without registry, tag and digest, as far as it is the same in all of them. */
  readonly repository: string;
  /** What runs in the image's place, in words, where that is not the image's own program. */
  readonly standIn?: string;
  /** Decides from the container alone: reads no file, asks nobody. */
  process(context: ContainerContext): ContainerProcess;
}

/** A container as its pod describes it, after the pod runner has looked up what it refers to. */
export interface ContainerContext {
  readonly region: string;
  readonly pod: {
    readonly name: string;
    readonly namespace: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly address: string;
    /** Position in its StatefulSet, from 0. */
    readonly ordinal?: number;
  };
  readonly container: {
    readonly name: string;
    readonly command: readonly string[];
    readonly args: readonly string[];
    /** Complete: references are looked up and expanded, the API server's address is in it. */
    readonly environment: Readonly<Record<string, string>>;
  };
  readonly tools: LiveTools;
}

/** What a container becomes. */
export type ContainerProcess = RunningProcess | DoneProcess;

/** A process in a root file system of the container's own. */
export interface RunningProcess {
  readonly kind: "run";
  /** Program, by its absolute path, and its arguments. */
  readonly command: readonly [string, ...string[]];
  readonly environment: Readonly<Record<string, string>>;
  readonly workingDirectory?: string;
  /** Files that the image would contain, by absolute path. Executable, read-only. */
  readonly files?: Readonly<Record<string, string>>;
  /** Paths of this machine that are bound into the container's root read-only, by path inside. */
  readonly binds?: Readonly<Record<string, string>>;
  /** ConfigMaps of the pod's namespace that are mounted besides its volumes: names by path inside. */
  readonly configMaps?: Readonly<Record<string, string>>;
  /** Changes a file of a volume before it is written, also each time its source has changed. */
  readonly edit?: (path: string, content: string) => string;
  /** It answers the pod's questions for names, so its own go to the region's DNS by another address. */
  readonly answersNames?: true;
  /** The uid that the process believes it has, where that may not be root. */
  readonly user?: number;
}

/** An init container whose work the sandbox does itself. */
export interface DoneProcess {
  readonly kind: "done";
  /** TCP that others begin with the pod goes to its proxy, but for these ports. */
  readonly captureInbound?: { readonly exceptPorts: readonly number[] };
  /** TCP that the pod begins goes to its proxy. */
  readonly captureOutbound?: OutboundCapture;
  /** Questions for names that the pod asks go to its proxy, at this port. */
  readonly captureNames?: { readonly port: number };
}

/** Which of the connections that a pod begins go to its proxy. */
export interface OutboundCapture {
  /** Sockets with this mark are the proxy's own, and are left alone. */
  readonly exceptMark: number;
  readonly exceptPorts: readonly number[];
  /** Absent: all others. */
  readonly onlyPorts?: readonly number[];
}
