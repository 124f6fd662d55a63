import { parse, stringify } from "yaml";
import type { ImageEntry } from "./entry";

/** Where istiod looks for the mesh's configuration before it asks the API server. */
const MESH_CONFIG_FOLDER = "/etc/istio/config";

/** Filters that Istio's build of Envoy has, and Envoy's own has not. */
const WITHOUT_ISTIOS_FILTERS = {
  PILOT_ENABLE_ALPN_FILTER: "false",
  PILOT_ENABLE_METADATA_EXCHANGE: "false",
};

/** istiod itself, for a mesh of plain Envoys. */
export const istiod: ImageEntry = {
  repository: "istio/pilot",
  process: ({ container, tools }) => ({
    kind: "run",
    command: [tools.pilotDiscovery, ...container.args],
    environment: { ...container.environment, ...WITHOUT_ISTIOS_FILTERS },
    workingDirectory: "/",
    configMaps: { [MESH_CONFIG_FOLDER]: "istio" },
    edit: (path, content) =>
      path === `${MESH_CONFIG_FOLDER}/mesh` ? withoutMetrics(content) : content,
  }),
};

/** What counts requests by Istio's labels is one of the filters that plain Envoy lacks. */
function withoutMetrics(mesh: string): string {
  const config = parse(mesh) as { readonly defaultProviders?: object };
  return stringify({ ...config, defaultProviders: { ...config.defaultProviders, metrics: [] } });
}
