import { type ComponentDefinition, flags } from "./component";
import { ask } from "./health";
import { callSocket } from "./https";
import { REGION_FILE_NAMES, socketPath } from "./state-files";

/**
 * The region's storage. It listens on sockets inside the region's folder, which no other user can
 * enter: etcd checks nobody's identity here, and with it one could change everything.
 */
export const etcd: ComponentDefinition = {
  process: ({ plan, files, binaries }) => {
    const client = `unix://${REGION_FILE_NAMES.etcdSocket}`;
    const peer = `unix://${REGION_FILE_NAMES.etcdPeerSocket}`;
    return {
      name: "etcd",
      command: binaries.etcd,
      workingDirectory: files.folder,
      environment: {},
      args: flags({
        name: plan.name,
        "data-dir": REGION_FILE_NAMES.etcdData,
        "listen-client-urls": client,
        "advertise-client-urls": client,
        "listen-peer-urls": peer,
        "initial-advertise-peer-urls": peer,
        "initial-cluster": `${plan.name}=${peer}`,
        // A sandbox may lose its last writes when the machine loses power; waiting for the disk at
        // each write is most of what etcd would do otherwise.
        "unsafe-no-fsync": true,
        // Each log file takes 64 MB; only the newest is of use to a single member.
        "max-wals": 1,
        "max-snapshots": 1,
        "log-level": "warn",
      }),
    };
  },
  probe:
    ({ files }) =>
    () =>
      ask("etcd", (timeoutMs) =>
        callSocket(socketPath(files.etcdSocket), "/health", { timeoutMs }),
      ),
};
