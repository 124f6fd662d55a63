import * as pulumi from "@pulumi/pulumi";
import { readProgramConfig } from "./config/engine";
import { requireSharedTopology } from "./config/files";
import { OperatorError } from "./config/operator-error";
import { requireKubeContext, whyUnreachable } from "./config/kube-context";
import type { ProgramConfig } from "./config/program-config";
import { program } from "./program";

export = async () => {
  const config = readProgramConfig();
  requireSharedTopology(process.cwd(), config);
  await requireCluster(config);
  return program(config);
};

/** A preview may be made without the cluster; an update that began would end half-way. */
async function requireCluster(config: ProgramConfig): Promise<void> {
  const unreachable = await whyUnreachable(config, requireKubeContext(config));
  if (unreachable === undefined) return;
  if (!pulumi.runtime.isDryRun()) throw new OperatorError(unreachable);
  await pulumi.log.warn(`${unreachable} This preview does not see what is there.`);
}
