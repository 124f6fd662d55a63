import type * as k8s from "@pulumi/kubernetes";
import { clientSecretName } from "../../../pki/cockroach-clients";
import { CERTIFICATES_DIRECTORY } from "../names";

/** The Secret with what the region's nodes prove themselves by. */
export const NODE_SECRET = "cockroachdb-node";

const VOLUME = "certificates";

/** A user's certificate and key, or the nodes'. */
interface Source {
  readonly secret: string;
  readonly files: readonly string[];
}

const nodeFiles: Source = { secret: NODE_SECRET, files: ["node.crt", "node.key"] };
const clientFiles = (user: string): Source => ({
  secret: clientSecretName(user),
  files: [`client.${user}.crt`, `client.${user}.key`],
});

/** Certificates in a pod, as CockroachDB wants them in one directory. */
export interface CertificatesVolume {
  readonly volume: k8s.types.input.core.v1.Volume;
  readonly mount: k8s.types.input.core.v1.VolumeMount;
}

/** For a node: its own, and the administrator's for whoever has a shell in it. */
export const nodeCertificates = (): CertificatesVolume =>
  certificates(NODE_SECRET, [nodeFiles, clientFiles("root")]);

/** For a client, as any of these users. */
export const clientCertificates = (first: string, ...more: readonly string[]): CertificatesVolume =>
  certificates(clientSecretName(first), [first, ...more].map(clientFiles));

/** For a client that starts without them, and finds them once they are there. */
export function clientCertificatesIfIssued(user: string): CertificatesVolume {
  return certificates(clientSecretName(user), [clientFiles(user)], { optional: true });
}

function certificates(
  caFrom: string,
  sources: readonly Source[],
  necessity: { readonly optional?: true } = {},
): CertificatesVolume {
  return {
    mount: { name: VOLUME, mountPath: CERTIFICATES_DIRECTORY, readOnly: true },
    volume: {
      name: VOLUME,
      projected: {
        // Files are root's, and of the pod's group by its fsGroup. CockroachDB takes a key that others
        // than its owner can read only if root owns it and the group is the one that it runs as; both
        // groups are UNPRIVILEGED_ID: https://github.com/cockroachdb/cockroach/pull/68182
        defaultMode: 0o440,
        sources: [
          { secret: { name: caFrom, items: items(["ca.crt"]), ...necessity } },
          ...sources.map(({ secret, files }) => ({
            secret: { name: secret, items: items(files), ...necessity },
          })),
        ],
      },
    },
  };
}

const items = (files: readonly string[]): k8s.types.input.core.v1.KeyToPath[] =>
  files.map((file) => ({ key: file, path: file }));
