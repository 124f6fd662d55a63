/** Mark of the sockets that a proxy opens itself: the number that is its uid in a cluster. */
export const PROXY_MARK = 1337;

/** The block that Istio's template has for the cluster manager, which no proxy here asks for. */
const CLUSTER_MANAGER =
  /\{\{ if or \.outlier_log_path [^}]*\}\}\s*,\s*"cluster_manager": \{[\s\S]*?"enable_deferred_cluster_creation": true\s*\}\s*\{\{- end \}\}/;

const marked = {
  upstream_bind_config: {
    socket_options: [
      {
        description: "connections that the proxy begins",
        // SOL_SOCKET and SO_MARK: socket(7).
        level: 1,
        name: 36,
        int_value: PROXY_MARK,
        state: "STATE_PREBIND",
      },
    ],
  },
};

/** Where the template begins its list of statistics that Envoy keeps. */
const KEPT_STATISTICS = '"inclusion_list": {\n        "patterns": [';

/** Requests and their times by cluster, which Envoy's build for Istio counts otherwise. */
const requests = {
  safe_regex: { regex: String.raw`^cluster\.outbound\|.*;\.upstream_rq_(\d{3}|time)$` },
};

/**
 * pilot-agent's template of what Envoy starts with, for an Envoy that is not Istio's. It has a mark on
 * every socket by which Envoy connects: in a cluster the kernel tells Envoy from its application by the
 * uid, and here both have the same one. And Envoy keeps its own count of requests.
 *
 * @throws Error if the template is not as in Istio 1.31.
 */
export function bootstrapTemplate(istios: string): string {
  if (!CLUSTER_MANAGER.test(istios) || !istios.includes(KEPT_STATISTICS)) {
    throw new Error("Istio's template of Envoy's bootstrap is not as in its release 1.31.");
  }
  return istios
    .replace(CLUSTER_MANAGER, `,\n  "cluster_manager": ${JSON.stringify(marked)}`)
    .replace(KEPT_STATISTICS, () => `${KEPT_STATISTICS}${JSON.stringify(requests)},`);
}
