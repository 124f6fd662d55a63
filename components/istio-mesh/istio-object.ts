import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { Labels } from "../labels";

/** Istio's own kinds, as far as this program makes them, and the API that each belongs to. */
const apiVersions = {
  AuthorizationPolicy: "security.istio.io/v1",
  DestinationRule: "networking.istio.io/v1",
  // Its only version.
  EnvoyFilter: "networking.istio.io/v1alpha3",
  Gateway: "networking.istio.io/v1",
  PeerAuthentication: "security.istio.io/v1",
  RequestAuthentication: "security.istio.io/v1",
  ServiceEntry: "networking.istio.io/v1",
  Telemetry: "telemetry.istio.io/v1",
  VirtualService: "networking.istio.io/v1",
} as const;

export type IstioKind = keyof typeof apiVersions;

/** An object of one of Istio's kinds. */
export interface IstioObject {
  readonly kind: IstioKind;
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly labels: Labels;
    readonly annotations?: Labels;
  };
  readonly spec: Readonly<Record<string, unknown>>;
}

/** Makes an object that the mesh's own control plane reads. Its definition comes with the mesh. */
export function istioObject(
  resourceName: string,
  { kind, metadata, spec }: IstioObject,
  opts: pulumi.CustomResourceOptions,
): k8s.apiextensions.CustomResource {
  return new k8s.apiextensions.CustomResource(
    resourceName,
    { apiVersion: apiVersions[kind], kind, metadata, spec },
    opts,
  );
}
