import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { Storage } from "../../config/state-config";
import type { Labels } from "../labels";

export interface VolumeClaimsArgs {
  readonly metadata: { readonly namespace: string; readonly labels: Labels };
  /** Name of the claim in the pod, before the pod's own. */
  readonly claim: string;
  readonly statefulSet: string;
  readonly replicas: number;
  readonly storage: Storage;
  /** Whether the engine refuses to delete them. */
  readonly protect: boolean;
}

export interface VolumeClaims {
  readonly resources: readonly pulumi.Resource[];
  /** What the StatefulSet has to say of them. */
  readonly template: k8s.types.input.core.v1.PersistentVolumeClaim;
}

/** The claims of a StatefulSet as resources of their own, so that they can grow: docs/decisions/0007. */
export function volumeClaims(
  name: string,
  { metadata, claim, statefulSet, replicas, storage, protect }: VolumeClaimsArgs,
  opts: pulumi.CustomResourceOptions,
): VolumeClaims {
  const { storageSize, storageClass } = storage;
  const labels = { ...metadata.labels };
  if (storageClass !== undefined) {
    // One that is not there is told by the preview, and not by a claim that waits for ever.
    k8s.storage.v1.StorageClass.get(`${name}-storage-class`, storageClass, opts);
  }
  const spec = {
    accessModes: ["ReadWriteOnce"],
    ...(storageClass !== undefined && { storageClassName: storageClass }),
    resources: { requests: { storage: storageSize } },
  };
  const resources = Array.from(
    { length: replicas },
    (_, ordinal) =>
      new k8s.core.v1.PersistentVolumeClaim(
        `${name}-${claim}-${ordinal}`,
        {
          metadata: {
            namespace: metadata.namespace,
            labels,
            // The name that the StatefulSet's controller looks for.
            name: `${claim}-${statefulSet}-${ordinal}`,
            // It is bound when its pod is placed, which waits for it to be there.
            annotations: { "pulumi.com/skipAwait": "true" },
          },
          spec,
        },
        {
          ...opts,
          protect,
          // Another class would be another claim, and the data would stay in the old one.
          ignoreChanges: ["spec.storageClassName"],
        },
      ),
  );
  return { resources, template: { metadata: { name: claim, labels }, spec } };
}
