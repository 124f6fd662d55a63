import { join } from "node:path";

/** Where a site's border keeps its sockets and files. */
export interface BorderFiles {
  /** Working directory of what runs inside. */
  readonly folder: string;
  readonly processes: string;
  /** What the outer half is given: access to the API server with it, so it is its owner's alone. */
  readonly settings: string;
  /** Where the outer half waits for connections to the API server. */
  readonly apiSocket: string;
  /** Where it waits for connections to the nodes' kubelets. */
  readonly kubeletSocket: string;
  readonly hosts: string;
  readonly corefile: string;
  readonly dnsKubeconfig: string;
}

/** Names relative to the folder. */
export const BORDER_FILE_NAMES = {
  processes: "processes",
  settings: "border.json",
  apiSocket: "api.sock",
  kubeletSocket: "kubelet.sock",
  hosts: "hosts",
  corefile: "Corefile",
  dnsKubeconfig: "coredns.kubeconfig",
} as const;

/** The folder of the border of those who are at no region. */
export function clientsFolder(directory: string): string {
  return join(directory, "clients");
}

/** The folder in which each region says what addresses its entry has. */
export function entriesFolder(directory: string): string {
  return join(directory, "entries");
}

export function borderFiles(folder: string): BorderFiles {
  const file = (name: keyof typeof BORDER_FILE_NAMES) => join(folder, BORDER_FILE_NAMES[name]);
  return {
    folder,
    processes: file("processes"),
    settings: file("settings"),
    apiSocket: file("apiSocket"),
    kubeletSocket: file("kubeletSocket"),
    hosts: file("hosts"),
    corefile: file("corefile"),
    dnsKubeconfig: file("dnsKubeconfig"),
  };
}
