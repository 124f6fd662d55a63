import { PEERS_PORT } from "../../routing/hosts";

/**
 * Whom an Envoy may send requests for a host of the mesh to, by what its administration answers to
 * `GET /clusters`.
 *
 * @returns addresses with ports.
 */
export function endpointsOf(clusters: string, host: string): ReadonlySet<string> {
  const prefix = `outbound|${PEERS_PORT}||${host}::`;
  const addresses = clusters
    .split("\n")
    .filter((line) => line.startsWith(prefix))
    .map((line) => line.slice(prefix.length).split("::", 1)[0] ?? "")
    // Other lines are about the cluster as a whole.
    .filter((word) => /^\d+(\.\d+){3}:\d+$/.test(word));
  return new Set(addresses);
}
