import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { Region } from "../../config/topology";
import type { Peers, RemoteReader } from "../../outputs/peers";
import { regionLabels } from "../labels";
import { meshNamespaces } from "../region-base/namespaces";

/** What remote secrets are made from. */
export interface RemoteSecretsArgs {
  readonly region: Region;
  readonly peers: Peers;
}

/**
 * For each peer whose services this region discovers: the credential that istiod reads, and beside it
 * an index without any. Istio knows a remote secret by `istio/multiCluster=true` alone, while operators
 * list them by `istio/multiCluster=remote`: the index is what they find, and it may be shown around.
 */
export function remoteSecrets(
  name: string,
  { region, peers }: RemoteSecretsArgs,
  opts: pulumi.CustomResourceOptions,
): void {
  for (const { region: peer, reader } of peers) {
    if (reader === null) continue;
    const labels = regionLabels(region);
    const annotations = { "networking.istio.io/cluster": peer.name };
    const namespace = meshNamespaces.istio;
    new k8s.core.v1.Secret(
      `${name}-remote-secret-${peer.name}`,
      {
        metadata: {
          name: `istio-remote-secret-${peer.name}`,
          namespace,
          labels: { ...labels, "istio/multiCluster": "true" },
          annotations,
        },
        stringData: { [peer.name]: kubeconfigOf(peer.name, reader) },
      },
      opts,
    );
    new k8s.core.v1.Secret(
      `${name}-remote-index-${peer.name}`,
      {
        metadata: {
          name: `istio-remote-index-${peer.name}`,
          namespace,
          labels: { ...labels, "istio/multiCluster": "remote" },
          annotations,
        },
        stringData: { peer: peer.name, network: peer.name, server: reader.server, expiry: "never" },
      },
      opts,
    );
  }
}

/** YAML is a superset of JSON, and istiod reads either. */
const kubeconfigOf = (cluster: string, reader: RemoteReader): pulumi.Output<string> =>
  reader.token.asOutput().apply((token) =>
    JSON.stringify({
      apiVersion: "v1",
      kind: "Config",
      "current-context": cluster,
      clusters: [
        {
          name: cluster,
          cluster: {
            server: reader.server,
            "certificate-authority-data": Buffer.from(reader.certificateAuthority).toString(
              "base64",
            ),
          },
        },
      ],
      contexts: [{ name: cluster, context: { cluster, user: cluster } }],
      users: [{ name: cluster, user: { token } }],
    }),
  );
