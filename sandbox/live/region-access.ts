import type { ApiAccess } from "../cluster/api-client";
import type { RegionContext } from "../cluster/component";
import { readTokens } from "../cluster/credentials";
import { ClusterError } from "../cluster/failure";
import { apiserverUrl } from "../cluster/kube-apiserver";
import { readFileIfPresent } from "../processes/atomic-file";

/**
 * The API server of a region that was started before, as its administrator.
 *
 * @throws ClusterError `bad-state` if it never was.
 */
export async function regionAccess({ plan, files }: RegionContext): Promise<ApiAccess> {
  const [authority, tokens] = [await readFileIfPresent(files.authority), await readTokens(files)];
  if (authority === undefined || tokens === undefined) {
    throw new ClusterError(
      "bad-state",
      `${plan.name} has not been started yet: run \`sandbox up\``,
    );
  }
  return { region: plan.name, server: apiserverUrl({ plan }), authority, token: tokens.admin };
}
