import * as pulumi from "@pulumi/pulumi";
import { requireCharts } from "./components/istio-mesh/chart";
import { readProgramConfig } from "./config/engine";
import { requireSharedTopology } from "./config/files";
import { requireIdentities } from "./config/identities";
import { OperatorError } from "./config/operator-error";
import { type ClusterAddress, requireKubeContext, whyUnreachable } from "./config/kube-context";
import type { ProgramConfig } from "./config/program-config";
import { wasDeployedBefore } from "./outputs/deployed-before";
import { readPeers } from "./outputs/peers";
import { program } from "./program";

export = async () => {
  const config = readProgramConfig();
  requireSharedTopology(process.cwd(), config);
  requireIdentities(config, new Date());
  requireCharts(config.istio);
  const { server } = await requireCluster(config);
  const [peers, wasDeployed] = await Promise.all([readPeers(config), wasDeployedBefore(config)]);
  return program(config, { peers, apiServer: server, wasDeployed });
};

/** A preview may be made without the cluster; an update that began would end half-way. */
async function requireCluster(config: ProgramConfig): Promise<ClusterAddress> {
  const address = requireKubeContext(config);
  const unreachable = await whyUnreachable(config, address);
  if (unreachable !== undefined) {
    if (!pulumi.runtime.isDryRun()) throw new OperatorError(unreachable);
    await pulumi.log.warn(`${unreachable} This preview does not see what is there.`);
  }
  return address;
}
