import type { RegionSettings } from "./region-settings";
import type { SecretText } from "./secret-text";

/** A certificate with what it is for, and the key that proves it is one's own. */
export interface KeyPair {
  /** PEM, with the chain that leads to a root. */
  readonly certificate: string;
  /** PEM, PKCS#8. */
  readonly key: SecretText;
}

/** What lets a region's mesh make identities, and believe those of the others. */
export interface MeshCa extends KeyPair {
  /** Every root that is believed, as one PEM. */
  readonly roots: string;
}

/** Where Istio's charts are. */
export type ChartSource =
  | { readonly repository: string; readonly version: string }
  /** A folder with the charts base, cni, istiod and gateway. */
  | { readonly directory: string };

/** The mesh's own control plane. */
export interface Istio {
  /** `existing`: istiod and the CNI plugin are somebody else's. The gateways are always ours. */
  readonly mode: "install" | "existing";
  readonly charts: ChartSource;
  /** Registry of Istio's images, with its path. */
  readonly hub: string;
  /** Tag of Istio's images. */
  readonly version: string;
}

/** The certificate of the region's public hosts: a TLS Secret in the gateways' namespace. */
export type PublicCertificate = { readonly secretName: string } & (
  | { readonly from: "somebody else" }
  | { readonly from: "cert-manager"; readonly clusterIssuer: string }
  | { readonly from: "configuration"; readonly keyPair: KeyPair }
);

/** The region's gateway, as the world and the other regions see it. */
export interface Gateway {
  readonly certificate: PublicCertificate;
  /** True if ExternalDNS publishes the region's public hosts. */
  readonly externalDns: boolean;
  /** Annotations of the gateway's Service. */
  readonly annotations: Readonly<Record<string, string>>;
  /** Networks of the other regions' gateways, in CIDR notation; absent: any. */
  readonly peerCidrs?: readonly string[];
}

/** What the region's nodes of the state store prove themselves by. */
export interface CockroachCertificates {
  /** Every CA that is believed, as one PEM. */
  readonly ca: string;
  readonly node: KeyPair;
  /** The administrator's. */
  readonly root: KeyPair;
  /** What other users show; absent: there are none. */
  readonly clients?: ClientBundles;
}

/** Users of the state store, each by the name in its certificate. */
export interface ClientBundles {
  /** As one PEM. */
  readonly certificates: string;
  /** As one PEM, PKCS#8, in any order. */
  readonly keys: SecretText;
}

/** What joins a region to the others. */
export interface MeshConfig {
  readonly istio: Istio;
  /** Absent: not issued yet. No region is deployed without it. */
  readonly meshCa?: MeshCa;
  readonly gateway: Gateway;
  /** Absent: not issued yet. */
  readonly cockroachCertificates?: CockroachCertificates;
}

/** Types what joins a region to the others. Contradictions have been refused before. */
export function meshConfig(settings: RegionSettings): MeshConfig {
  const { istio, gateway, publicCertificate } = settings;
  const meshCa = keyPair(settings.meshCaCertificate, settings.meshCaKey);
  const node = keyPair(settings.cockroachNodeCertificate, settings.cockroachNodeKey);
  const root = keyPair(settings.cockroachRootCertificate, settings.cockroachRootKey);
  const { cockroachClientCertificates: certificates, cockroachClientKeys: keys } = settings;
  const given = keyPair(settings.publicCertificatePem, settings.publicCertificateKey);
  const { secretName, clusterIssuer } = publicCertificate;
  return {
    istio: {
      mode: istio.mode,
      charts:
        istio.charts === undefined
          ? { repository: istio.repository, version: istio.version }
          : { directory: istio.charts },
      hub: istio.hub,
      version: istio.version,
    },
    ...(meshCa && settings.trustRoots && { meshCa: { ...meshCa, roots: settings.trustRoots } }),
    gateway: {
      certificate: {
        secretName,
        ...(given
          ? { from: "configuration", keyPair: given }
          : clusterIssuer === undefined
            ? { from: "somebody else" }
            : { from: "cert-manager", clusterIssuer }),
      },
      externalDns: gateway.externalDns,
      annotations: gateway.annotations,
      ...(gateway.peerCidrs && { peerCidrs: gateway.peerCidrs }),
    },
    ...(settings.cockroachCa &&
      node &&
      root && {
        cockroachCertificates: {
          ...{ ca: settings.cockroachCa, node, root },
          ...(certificates && keys && { clients: { certificates, keys } }),
        },
      }),
  };
}

const keyPair = (
  certificate: string | undefined,
  key: SecretText | undefined,
): KeyPair | undefined =>
  certificate === undefined || key === undefined ? undefined : { certificate, key };
