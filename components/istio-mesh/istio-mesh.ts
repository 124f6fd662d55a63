import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { MeshCa } from "../../config/mesh-config";
import type { ProgramConfig } from "../../config/program-config";
import type { Peers } from "../../outputs/peers";
import { regionLabels } from "../labels";
import { closedNamespace, type ClosedNamespaceConfig } from "../region-base/closed-namespace";
import { istiodPods } from "../region-base/istiod";
import { meshNamespaces, namespacesInMesh } from "../region-base/namespaces";
import { typeTokens } from "../type-tokens";
import { networkAllows } from "../workload/network-allow";
import { istioChart } from "./chart";
import { istiodAllows } from "./control-plane-network";
import { baseValues, cniValues, istiodValues } from "./control-plane-values";
import { isDiscovered } from "./discovery";
import { eastWestGateway } from "./east-west-gateway";
import { istioObject } from "./istio-object";
import { type ReaderCredentials, remoteReader } from "./remote-reader";
import { remoteSecrets } from "./remote-secrets";

/** The part of the configuration that the mesh depends on, and the other regions. */
export interface IstioMeshArgs
  extends ClosedNamespaceConfig, Pick<ProgramConfig, "topology" | "istio" | "meshCa"> {
  readonly peers: Peers;
}

/**
 * The mesh of one region: Istio's control plane with a CA that speaks for this region alone, mutual TLS
 * for every connection, and nobody let in who is not named. Regions without a residency zone discover
 * each other's services; a region of a zone discovers nothing, and nothing of it is discovered.
 */
export class IstioMesh extends pulumi.ComponentResource {
  /** Null: nobody discovers services of this region. */
  readonly remoteReader: ReaderCredentials | null;
  /** Where services of the region are passed through to; null: nowhere. */
  readonly eastWestAddress: pulumi.Output<string> | null;

  constructor(name: string, args: IstioMeshArgs, opts?: pulumi.ComponentResourceOptions) {
    super(typeTokens.IstioMesh, name, {}, opts);
    const { region, topology, istio } = args;
    const child = { parent: this };
    const discovered = isDiscovered(region, topology.regions);

    const controlPlane = this.controlPlane(name, args);
    const inMesh = { ...child, dependsOn: controlPlane };
    const ingress = closedNamespace(
      name,
      { ...args, namespace: meshNamespaces.ingress, inMesh: true, kubeApiByLabel: false },
      child,
    );

    const guarded = { ...child, dependsOn: [...controlPlane, ingress] };
    // In Istio's own namespace they hold for all of the mesh, which may be somebody else's.
    for (const namespace of istio.mode === "install" ? [meshNamespaces.istio] : namespacesInMesh) {
      const metadata = { name: "default", namespace, labels: regionLabels(region) };
      istioObject(
        `${name}-${namespace}-mutual-tls`,
        { kind: "PeerAuthentication", metadata, spec: { mtls: { mode: "STRICT" } } },
        guarded,
      );
      istioObject(
        `${name}-${namespace}-access-log`,
        { kind: "Telemetry", metadata, spec: accessLog },
        guarded,
      );
    }
    for (const namespace of namespacesInMesh) {
      istioObject(
        `${name}-${namespace}-default-deny`,
        {
          kind: "AuthorizationPolicy",
          metadata: { name: "default-deny", namespace, labels: regionLabels(region) },
          // Allows by no rule, and so nobody.
          spec: {},
        },
        guarded,
      );
    }

    remoteSecrets(name, args, inMesh);
    this.remoteReader = discovered ? remoteReader(name, region, inMesh) : null;
    this.eastWestAddress = discovered ? eastWestGateway(name, { region, istio }, inMesh) : null;
    this.registerOutputs({ eastWestAddress: this.eastWestAddress });
  }

  /** What has to be there before anything can be part of the mesh. */
  private controlPlane(name: string, args: IstioMeshArgs): pulumi.Resource[] {
    const { region, istio, meshCa } = args;
    const child = { parent: this };
    if (istio.mode === "existing") return [];

    const namespace = closedNamespace(
      name,
      {
        ...args,
        namespace: meshNamespaces.istio,
        inMesh: false,
        kubeApiByLabel: false,
        labels: { "topology.istio.io/network": region.name },
      },
      child,
    );
    const policies = networkAllows(
      {
        workload: "istiod",
        namespace: istiodPods.namespace,
        labels: regionLabels(region),
        selector: istiodPods.selector,
        allows: istiodAllows(args),
      },
      { ...child, dependsOn: namespace },
    );
    const authority = meshCa ? [this.authority(name, args, meshCa, namespace)] : [];

    const base = istioChart(
      `${name}-base`,
      istio,
      { chart: "base", release: "istio-base", namespace: meshNamespaces.istio, values: baseValues },
      { ...child, dependsOn: namespace },
    );
    const cni = istioChart(
      `${name}-cni`,
      istio,
      { chart: "cni", release: "istio-cni", namespace: "kube-system", values: cniValues(args) },
      child,
    );
    const istiod = istioChart(
      `${name}-istiod`,
      istio,
      {
        chart: "istiod",
        release: "istiod",
        namespace: meshNamespaces.istio,
        values: istiodValues(args),
      },
      { ...child, dependsOn: [base, ...policies, ...authority] },
    );
    return [base, cni, istiod];
  }

  /** The CA that istiod signs identities with, under the name that it looks for. */
  private authority(
    name: string,
    { region }: IstioMeshArgs,
    { certificate, key, roots }: MeshCa,
    namespace: k8s.core.v1.Namespace,
  ): k8s.core.v1.Secret {
    return new k8s.core.v1.Secret(
      `${name}-cacerts`,
      {
        metadata: {
          name: "cacerts",
          namespace: meshNamespaces.istio,
          labels: regionLabels(region),
        },
        stringData: {
          "ca-cert.pem": certificate,
          "ca-key.pem": key.asOutput(),
          "cert-chain.pem": certificate,
          "root-cert.pem": roots,
        },
      },
      { parent: this, dependsOn: namespace },
    );
  }
}

/** A bound request at an entry that may not serve it leaves no trace there. */
const accessLog = {
  accessLogging: [
    { providers: [{ name: "envoy" }], filter: { expression: "response.code != 421" } },
  ],
};
