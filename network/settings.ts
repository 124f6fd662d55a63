import { hasGlobalControlPlane } from "../config/derived";
import type { Cidrs, ProgramConfig } from "../config/program-config";
import type { CockroachdbBackup } from "../config/state-config";

/** Names of the settings that open something in a region, of those that can. */
export function openingSettings(config: ProgramConfig): string[] {
  const { backup } = config.weaviate;
  const stateBackup = stateBackupOf(config);
  const given = {
    EDGE_ENABLED: config.edge,
    LOCAL_ML_ENABLED: config.models.inference,
    cockroachdbBackup: stateBackup,
    "cockroachdbBackup.credentials": stateBackup?.credentials,
    dnsCidrs: config.dnsCidrs,
    "globalMonitoring.alertCidrs": alertCidrs(config),
    llmProvider: config.models.provider,
    "oauth2.cidrs": config.oauth2.cidrs[0],
    weaviateBackup: backup,
    "weaviateBackup.credentials": backup?.credentials,
  };
  return Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [name]));
}

/** Networks outside of the cluster, by the name of the setting that says where they are. */
export function networksBySetting(config: ProgramConfig): ReadonlyMap<string, Cidrs> {
  const { backup } = config.weaviate;
  const stateBackup = stateBackupOf(config);
  return new Map(
    Object.entries({
      "cockroachdbBackup.cidrs": stateBackup?.cidrs ?? [],
      "cockroachdbBackup.credentials.cidrs": stateBackup?.credentials?.cidrs ?? [],
      dnsCidrs: config.dnsCidrs ?? [],
      "globalMonitoring.alertCidrs": alertCidrs(config) ?? [],
      kubeApiCidrs: config.kubeApiCidrs,
      localBreakoutCidrs: config.edge?.localBreakoutCidrs ?? [],
      "llmProvider.cidrs": config.models.provider?.cidrs ?? [],
      nodeCidrs: config.nodeCidrs,
      "oauth2.cidrs": config.oauth2.cidrs,
      "weaviateBackup.cidrs": backup?.cidrs ?? [],
      "weaviateBackup.credentials.cidrs": backup?.credentials?.cidrs ?? [],
    }).filter(([, networks]) => networks.length > 0),
  );
}

/** Only the global control plane sends alerts. */
const alertCidrs = ({ region, globalMonitoring }: ProgramConfig): Cidrs | undefined =>
  hasGlobalControlPlane(region) ? globalMonitoring.alertWebhook?.cidrs : undefined;

/** Only nodes of the region's own back up. */
const stateBackupOf = ({ cockroachdb }: ProgramConfig): CockroachdbBackup | undefined =>
  cockroachdb.mode === "install" ? cockroachdb.backup : undefined;
