import type { Cidrs, ProgramConfig } from "../config/program-config";

/** Names of the settings that open something in a region, of those that can. */
export function openingSettings(config: ProgramConfig): string[] {
  const { backup } = config.weaviate;
  const given = {
    EDGE_ENABLED: config.edge,
    LOCAL_ML_ENABLED: config.models.inference,
    dnsCidrs: config.dnsCidrs,
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
  return new Map(
    Object.entries({
      dnsCidrs: config.dnsCidrs ?? [],
      kubeApiCidrs: config.kubeApiCidrs,
      localBreakoutCidrs: config.edge?.localBreakoutCidrs ?? [],
      "llmProvider.cidrs": config.models.provider?.cidrs ?? [],
      "oauth2.cidrs": config.oauth2.cidrs,
      "weaviateBackup.cidrs": backup?.cidrs ?? [],
      "weaviateBackup.credentials.cidrs": backup?.credentials?.cidrs ?? [],
    }).filter(([, networks]) => networks.length > 0),
  );
}
