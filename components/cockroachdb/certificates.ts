import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { ProgramConfig } from "../../config/program-config";
import { regionLabels } from "../labels";
import { namespaces } from "../region-base/namespaces";

/**
 * What the region's nodes of the state store, and its administrator, prove themselves by, in files as
 * CockroachDB wants them in its `--certs-dir`. Without any that are issued there are none.
 */
export function cockroachCertificates(
  name: string,
  { region, cockroachCertificates: given }: Pick<ProgramConfig, "region" | "cockroachCertificates">,
  opts: pulumi.CustomResourceOptions,
): void {
  if (given === undefined) return;
  const secret = (called: string, files: Readonly<Record<string, pulumi.Input<string>>>) =>
    new k8s.core.v1.Secret(
      `${name}-${called}`,
      {
        metadata: {
          name: `cockroachdb-${called}`,
          namespace: namespaces.global,
          labels: regionLabels(region),
        },
        stringData: { "ca.crt": given.ca, ...files },
      },
      opts,
    );
  secret("node", {
    "node.crt": given.node.certificate,
    "node.key": given.node.key.asOutput(),
  });
  secret("client-root", {
    "client.root.crt": given.root.certificate,
    "client.root.key": given.root.key.asOutput(),
  });
}
