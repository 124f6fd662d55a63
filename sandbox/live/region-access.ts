import { OperatorError } from "../../config/operator-error";
import type { ApiAccess } from "../cluster/api-client";
import type { RegionContext } from "../cluster/component";
import { readTokens } from "../cluster/credentials";
import { ClusterError } from "../cluster/failure";
import { apiserverUrl } from "../cluster/kube-apiserver";
import { planOf } from "../cluster/region-plan";
import { readRegions } from "../cluster/region-state";
import { regionFiles } from "../cluster/state-files";
import { readFileIfPresent } from "../processes/atomic-file";

/**
 * A region that has been started in a sandbox, and where its files are.
 *
 * @param directory the sandbox's folder.
 * @throws OperatorError if no such region has been started there.
 */
export async function startedRegion(directory: string, region: string): Promise<RegionContext> {
  const known = (await readRegions(directory)).find(({ name }) => name === region);
  if (known !== undefined) return { plan: planOf(known), files: regionFiles(directory, region) };
  throw new OperatorError(`${region} does not run here: \`sandbox status\` says which regions do.`);
}

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
