import type * as k8s from "@pulumi/kubernetes";
import { NODE_METRICS_PORT } from "../cockroachdb/names";
import { gatewayPorts } from "../istio-mesh/names";

const VOLUME = "mesh-certificates";

/** Where the container finds what its sidecar was issued. */
const DIRECTORY = "/etc/mesh-certificates";

/** The identity of a pod in the mesh, as files that its sidecar renews. */
export const meshCertificateFiles = {
  roots: `${DIRECTORY}/root-cert.pem`,
  certificate: `${DIRECTORY}/cert-chain.pem`,
  key: `${DIRECTORY}/key.pem`,
} as const;

/** Annotation values have to be text. */
const json = (value: unknown): string => JSON.stringify(value);

/**
 * What a pod needs that speaks mutual TLS by itself, since it calls pods by their addresses, which
 * proxies do not know. What goes to the region's gateway passes its proxy, which verifies that it is the
 * gateway; so does what goes to nodes of the state store, which speak TLS of their own within the mesh's.
 *
 * https://istio.io/latest/docs/ops/integrations/prometheus/#tls-settings
 */
export const meshCertificates: {
  readonly annotations: Readonly<Record<string, string>>;
  readonly volume: k8s.types.input.core.v1.Volume;
  readonly mount: k8s.types.input.core.v1.VolumeMount;
} = {
  annotations: {
    "proxy.istio.io/config": json({ proxyMetadata: { OUTPUT_CERTS: DIRECTORY } }),
    "sidecar.istio.io/userVolumeMount": json([{ name: VOLUME, mountPath: DIRECTORY }]),
    "traffic.sidecar.istio.io/includeOutboundIPRanges": "",
    "traffic.sidecar.istio.io/includeOutboundPorts": [
      gatewayPorts.internal,
      NODE_METRICS_PORT,
    ].join(","),
  },
  // Keys are not for disks.
  volume: { name: VOLUME, emptyDir: { medium: "Memory" } },
  mount: { name: VOLUME, mountPath: DIRECTORY, readOnly: true },
};
