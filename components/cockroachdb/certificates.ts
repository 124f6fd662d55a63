import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { KeyPair } from "../../config/mesh-config";
import type { ProgramConfig } from "../../config/program-config";
import { clientSecretName, clientsIn } from "../../pki/cockroach-clients";
import { regionLabels } from "../labels";
import { namespaces } from "../region-base/namespaces";

/**
 * What the region's nodes of the state store, and its users, prove themselves by, in files as
 * CockroachDB wants them in its `--certs-dir`. Without any that are issued there are none. A user
 * without its key has none either; `requireIdentities` refuses that before.
 */
export function cockroachCertificates(
  name: string,
  { region, cockroachCertificates: given }: Pick<ProgramConfig, "region" | "cockroachCertificates">,
  opts: pulumi.CustomResourceOptions,
): void {
  if (given === undefined) return;
  const secret = (
    resource: string,
    object: string,
    files: Readonly<Record<string, pulumi.Input<string>>>,
  ) =>
    new k8s.core.v1.Secret(
      `${name}-${resource}`,
      {
        metadata: {
          name: object,
          namespace: namespaces.global,
          labels: regionLabels(region),
        },
        stringData: { "ca.crt": given.ca, ...files },
      },
      opts,
    );
  const client = (user: string, { certificate, key }: KeyPair) =>
    secret(`client-${user}`, clientSecretName(user), {
      [`client.${user}.crt`]: certificate,
      [`client.${user}.key`]: key.asOutput(),
    });

  secret("node", "cockroachdb-node", {
    "node.crt": given.node.certificate,
    "node.key": given.node.key.asOutput(),
  });
  client("root", given.root);
  const { clients } = given;
  if (clients === undefined) return;
  const users = clientsIn({
    cockroachClientCertificates: clients.certificates,
    cockroachClientKeys: clients.keys,
  });
  for (const { user, certificate, key } of users) {
    if (key !== undefined) client(user, { certificate, key });
  }
}
