import type { ProcessSpec } from "../../processes/record";
import { NetworkError } from "./failure";
import type { NetworkFiles } from "./holder";
import { namespaceFile } from "./place";
import { type Site, siteNetwork } from "./sites";
import { WAN } from "./site-script";

/** Name of the router's process. */
export const ROUTER = "router";

/** Longest path of a Unix socket on Linux, without the closing zero byte. */
const MAX_SOCKET_PATH_BYTES = 107;

/** The router between the sites, which is told where each of them is entered and what is there. */
export function routerSpec(
  files: NetworkFiles,
  binary: string,
  sites: readonly Site[],
): ProcessSpec {
  if (Buffer.byteLength(files.socket) > MAX_SOCKET_PATH_BYTES) {
    throw new NetworkError(
      "path-too-long",
      `a Unix socket cannot have the path ${files.socket} (at most ${String(MAX_SOCKET_PATH_BYTES)} ` +
        "bytes): use a state folder with a shorter path",
    );
  }
  const plan = sites.map((site) => {
    const { podCidr, serviceCidrs } = siteNetwork(site);
    return {
      name: site.name,
      namespace: namespaceFile(files, { site: site.name }),
      cidrs: [podCidr, ...serviceCidrs],
    };
  });
  return {
    name: ROUTER,
    command: binary,
    args: ["router", "--socket", files.socket, "--device", WAN, "--sites", JSON.stringify(plan)],
    workingDirectory: "/",
    environment: {},
  };
}
