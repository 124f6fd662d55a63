import type * as k8s from "@pulumi/kubernetes";
import { namespaces } from "../../region-base/namespaces";
import type { NetworkAllow } from "../../workload/network-allow";
import { SECRETS_DIRECTORY, selectorOf } from "../../workload/workload";

/** Name of the StatefulSet, and of most that belongs to it. */
export const WEAVIATE = "weaviate";

/** Ports that clients use. */
export const WEAVIATE_PORTS = { http: 8080, grpc: 50051 } as const;

/** What a client of the vector store needs. */
export interface WeaviateClient {
  /** `http://NAME.NAMESPACE.svc:PORT` */
  readonly url: string;
  /** Secret in nephoran-system that holds the key, as `api-key`. */
  readonly apiKeySecret: string;
}

/** Lets a client's pods out to the vector store; the store has to let them in. */
export const toWeaviate = (reason: string): NetworkAllow => ({
  name: "to-weaviate",
  direction: "egress",
  peer: { namespace: namespaces.system, selector: selectorOf(WEAVIATE) },
  ports: [{ port: WEAVIATE_PORTS.http }, { port: WEAVIATE_PORTS.grpc }],
  reason,
});

/** The key as a file, for a pod that starts, works and ends. */
export interface ApiKeyMount {
  /** Path in the container. */
  readonly file: string;
  readonly volume: k8s.types.input.core.v1.Volume;
  readonly mount: k8s.types.input.core.v1.VolumeMount;
}

export function apiKeyMount({ apiKeySecret }: WeaviateClient): ApiKeyMount {
  const mountPath = SECRETS_DIRECTORY;
  return {
    file: `${mountPath}/api-key`,
    volume: { name: "secrets", secret: { secretName: apiKeySecret, defaultMode: 0o440 } },
    mount: { name: "secrets", mountPath, readOnly: true },
  };
}
