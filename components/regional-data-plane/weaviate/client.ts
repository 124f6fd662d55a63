import type * as k8s from "@pulumi/kubernetes";
import { SECRETS_DIRECTORY } from "../../workload/workload";

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
