import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** An API server, and who to be there. Both files are read anew for each request, as they rotate. */
export interface ClusterAccess {
  readonly server: URL;
  /** The bearer token. */
  readonly readToken: () => Promise<string>;
  /** The CA of the server's certificate, PEM. */
  readonly readAuthority: () => Promise<string>;
}

/** The access that a folder holds as a pod has it for its ServiceAccount: `token` and `ca.crt`. */
export const accessFrom = (server: string, folder: string): ClusterAccess => ({
  server: new URL(server),
  readToken: async () => (await readFile(join(folder, "token"), "utf8")).trim(),
  readAuthority: async () => await readFile(join(folder, "ca.crt"), "utf8"),
});
