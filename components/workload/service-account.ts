import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { Labels } from "../labels";

export interface ServiceAccountArgs {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Labels;
  /** @default none */
  readonly annotations?: Labels;
  /** Secrets of the namespace that open the registry. */
  readonly pullSecrets: readonly string[];
}

/** An identity without rights: it pulls images, and no pod has a token of it. */
export function serviceAccount(
  resourceName: string,
  { name, namespace, labels, annotations, pullSecrets }: ServiceAccountArgs,
  opts: pulumi.CustomResourceOptions,
): k8s.core.v1.ServiceAccount {
  return new k8s.core.v1.ServiceAccount(
    resourceName,
    {
      metadata: { name, namespace, labels, ...(annotations && { annotations }) },
      automountServiceAccountToken: false,
      ...(pullSecrets.length > 0 && {
        imagePullSecrets: pullSecrets.map((secret) => ({ name: secret })),
      }),
    },
    opts,
  );
}
