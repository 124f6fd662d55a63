import { join, relative } from "node:path";
import { ClusterError } from "./failure";

/** Where a region keeps what it needs; everything below {@link RegionFiles.folder}. */
export interface RegionFiles {
  /** Working directory of the region's processes, whose arguments are relative to it. */
  readonly folder: string;
  readonly state: string;
  readonly processes: string;
  /** The authority that signed the API server's certificate: what kubeconfigs trust. */
  readonly authority: string;
  readonly servingCertificate: string;
  readonly tokens: string;
  readonly serviceAccountKey: string;
  readonly serviceAccountPublicKey: string;
  readonly auditLog: string;
  readonly etcdSocket: string;
  /** Where the API server asks for connections to what is in the region's network. */
  readonly egressSocket: string;
}

/** File names that components get as arguments, relative to the region's folder. */
export const REGION_FILE_NAMES = {
  state: "region.json",
  processes: "processes",
  authority: "authority.crt",
  certificates: "certificates",
  servingCertificate: "certificates/apiserver.crt",
  servingKey: "certificates/apiserver.key",
  tokens: "tokens.csv",
  serviceAccountKey: "service-account.key",
  serviceAccountPublicKey: "service-account.pub",
  auditLog: "audit.log",
  etcdData: "etcd",
  etcdSocket: "etcd.sock",
  etcdPeerSocket: "etcd-peer.sock",
  egressSocket: "egress.sock",
} as const;

export function regionsFolder(directory: string): string {
  return join(directory, "regions");
}

/** The one kubeconfig of all regions. */
export function kubeconfigFile(directory: string): string {
  return join(directory, "kubeconfig");
}

/** Held while control planes are started, stopped or deleted. */
export function lockFile(directory: string): string {
  return join(directory, "regions.lock");
}

export function regionFiles(directory: string, region: string): RegionFiles {
  const folder = join(regionsFolder(directory), region);
  const file = (name: keyof typeof REGION_FILE_NAMES) => join(folder, REGION_FILE_NAMES[name]);
  return {
    folder,
    state: file("state"),
    processes: file("processes"),
    authority: file("authority"),
    servingCertificate: file("servingCertificate"),
    tokens: file("tokens"),
    serviceAccountKey: file("serviceAccountKey"),
    serviceAccountPublicKey: file("serviceAccountPublicKey"),
    auditLog: file("auditLog"),
    etcdSocket: file("etcdSocket"),
    egressSocket: file("egressSocket"),
  };
}

/** Bytes of a Unix socket's path that every system takes (macOS 103, Linux 107). */
const SOCKET_PATH_BYTES = 103;

/**
 * A path by which a Unix socket can be reached: relative to this process where that is shorter.
 *
 * @throws ClusterError `path-too-long`.
 */
export function socketPath(absolute: string): string {
  const near = relative(process.cwd(), absolute);
  const path = near.length < absolute.length ? near : absolute;
  if (Buffer.byteLength(path) > SOCKET_PATH_BYTES) {
    throw new ClusterError(
      "path-too-long",
      `${absolute} is too long for a Unix socket (${String(SOCKET_PATH_BYTES)} bytes): move the repository, or the sandbox's folder, to a shorter path`,
    );
  }
  return path;
}
