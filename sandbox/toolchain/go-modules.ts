/** Our Go modules, in build order: folders below `modules/` that pin what is taken from them. */
export const goModuleNames = [
  "cluster",
  "pulumi",
  "language-host",
  "mesh",
  "manifest-checks",
  "prometheus",
  "alertmanager",
  "cert-manager",
  "network",
  "dns",
  "kube-state-metrics",
] as const;
export type GoModuleName = (typeof goModuleNames)[number];

/** The same for every tool, so that all of them share what is compiled. */
const SHARED_FLAGS = ["-gcflags=all=-dwarf=false"];

/** Build tags that a module's programs have where they are released. */
const buildTags: Partial<Record<GoModuleName, string>> = {
  // Validators of Envoy's configuration that Istio never calls: 7% of what there is to compile.
  mesh: "disable_pgv",
  // Of the ways to discover what there is to scrape, the one that is used.
  prometheus: "remove_all_sd,enable_kubernetes_sd",
};

/** What `go build` and `go list` are told for each tool of a module. */
export function compilerFlags(module: GoModuleName): string[] {
  const tags = buildTags[module];
  return tags === undefined ? SHARED_FLAGS : [...SHARED_FLAGS, `-tags=${tags}`];
}

/** What a build of one module takes, measured from nothing. */
export interface ModuleCost {
  /** Compiled packages, sources and binaries together, in bytes. */
  readonly diskBytes: number;
  /** To download the sources; half of it is unpacking, the rest depends on the network. */
  readonly downloadSeconds: number;
}

const gigabyte = 1e9;

export const moduleCosts: Readonly<Record<GoModuleName, ModuleCost>> = {
  cluster: { diskBytes: 5 * gigabyte, downloadSeconds: 8 },
  pulumi: { diskBytes: 6.5 * gigabyte, downloadSeconds: 20 },
  "language-host": { diskBytes: 0.8 * gigabyte, downloadSeconds: 5 },
  mesh: { diskBytes: 4.8 * gigabyte, downloadSeconds: 20 },
  "manifest-checks": { diskBytes: 0.7 * gigabyte, downloadSeconds: 2 },
  prometheus: { diskBytes: 1.6 * gigabyte, downloadSeconds: 10 },
  alertmanager: { diskBytes: 0.8 * gigabyte, downloadSeconds: 5 },
  "cert-manager": { diskBytes: 0.1 * gigabyte, downloadSeconds: 2 },
  network: { diskBytes: 0.2 * gigabyte, downloadSeconds: 1 },
  dns: { diskBytes: 0.9 * gigabyte, downloadSeconds: 5 },
  "kube-state-metrics": { diskBytes: 1.6 * gigabyte, downloadSeconds: 8 },
};
