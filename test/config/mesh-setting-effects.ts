import type { identities } from "../../config/mesh-settings";
import { SecretText } from "../../config/secret-text";
import { clientSettings } from "../../pki/cockroach-clients";
import { issued, newAuthority } from "../pki/samples";
import {
  clientIdentity,
  cockroachIdentity,
  meshIdentity,
  pem,
  publicIdentity,
} from "./identity-cases";
import type { SettingEffect } from "./setting-effects";

type Key = "istio" | "gateway" | "publicCertificate" | keyof typeof identities;

const CACERTS = "Secret istio-system/cacerts: stringData";
const CA_CHECKSUM = "Chart istio-mesh-istiod: values.podAnnotations.nephoran.io/ca-checksum";
const COCKROACH_CHECKSUM =
  "StatefulSet nephoran-global/cockroachdb: spec.template.metadata.annotations.nephoran.io/certificates-checksum";
const PUBLIC_CERTIFICATE = "Secret nephoran-ingress/nephoran-public-certificate: stringData";
const cockroachSecret = (name: string): string =>
  `Secret nephoran-global/cockroachdb-${name}: stringData`;

/** A user of the state store, and another whose certificate or whose key comes later. */
async function userWhose(
  later: "cockroachClientCertificates" | "cockroachClientKeys",
): Promise<{ readonly before: object; readonly after: object }> {
  const { identity } = await issued(await newAuthority(), "home", {
    clients: ["nephoran_sync", "nephoran_audit"],
  });
  const { clients } = identity.cockroach;
  const both = clientSettings(clients);
  return { before: { ...both, [later]: clientSettings(clients.slice(0, 1))[later] }, after: both };
}

/** What each setting changes that joins a region to the others, or proves who it is. */
export const meshSettingEffects = {
  istio: {
    value: { hub: "registry.example.com/istio" },
    changes: ["cni", "istiod"].map((chart) => `Chart istio-mesh-${chart}: values.global.hub`),
  },
  gateway: {
    value: {
      externalDns: true,
      annotations: { "example.com/kind": "network" },
      peerCidrs: ["203.0.113.0/24"],
    },
    changes: [
      ...["from-regions", "from-nodes-of-regions"].flatMap((allow) => [
        `NetworkPolicy nephoran-ingress/nephoran-gateway-${allow}: spec.ingress[0].from[0].ipBlock.cidr`,
        `NetworkPolicy nephoran-ingress/nephoran-gateway-${allow}: spec.ingress[0].from[1]`,
      ]),
      ...[
        "example.com/kind",
        "external-dns.alpha.kubernetes.io/hostname",
        "external-dns.alpha.kubernetes.io/set-identifier",
      ].map((key) => `Service nephoran-ingress/nephoran-gateway: metadata.annotations.${key}`),
    ],
  },
  publicCertificate: {
    value: { secretName: "ours", clusterIssuer: "letsencrypt" },
    changes: [
      "Certificate nephoran-ingress/ours: added",
      "Gateway nephoran-ingress/public: spec.servers[0].tls.credentialName",
    ],
  },
  meshCaCertificate: {
    value: pem + pem,
    given: meshIdentity,
    changes: [
      CA_CHECKSUM,
      ...["ca-cert.pem", "cert-chain.pem"].map((file) => `${CACERTS}.${file}`),
    ],
  },
  meshCaKey: {
    value: new SecretText("another key"),
    given: meshIdentity,
    changes: [`${CACERTS}.ca-key.pem`],
  },
  trustRoots: {
    value: pem + pem,
    given: meshIdentity,
    changes: [
      CA_CHECKSUM,
      "Chart istio-mesh-istiod: values.meshConfig.caCertificates[0].pem",
      `${CACERTS}.root-cert.pem`,
    ],
  },
  cockroachCa: {
    value: pem + pem,
    given: cockroachIdentity,
    changes: [
      "ConfigMap nephoran-global/prometheus-regional: data.cockroachdb-ca.crt",
      ...["client-root", "node"].map((secret) => `${cockroachSecret(secret)}.ca.crt`),
      COCKROACH_CHECKSUM,
      "StatefulSet nephoran-global/prometheus-regional: spec.template.metadata.annotations.nephoran.io/settings-checksum",
    ],
  },
  cockroachNodeCertificate: {
    value: pem + pem,
    given: cockroachIdentity,
    changes: [`${cockroachSecret("node")}.node.crt`, COCKROACH_CHECKSUM],
  },
  cockroachNodeKey: {
    value: new SecretText("another key"),
    given: cockroachIdentity,
    changes: [`${cockroachSecret("node")}.node.key`],
  },
  cockroachRootCertificate: {
    value: pem + pem,
    given: cockroachIdentity,
    changes: [`${cockroachSecret("client-root")}.client.root.crt`],
  },
  cockroachRootKey: {
    value: new SecretText("another key"),
    given: cockroachIdentity,
    changes: [`${cockroachSecret("client-root")}.client.root.key`],
  },
  cockroachClientCertificates: {
    value: pem + pem,
    given: { ...cockroachIdentity, ...clientIdentity },
    issued: () => userWhose("cockroachClientCertificates"),
    changes: [
      "ConfigMap nephoran-global/traffic-controller: data.config.json",
      "Deployment nephoran-global/traffic-controller: spec.template.metadata.annotations.nephoran.io/settings-checksum",
      "Secret nephoran-global/cockroachdb-client-nephoran-audit: added",
    ],
  },
  cockroachClientKeys: {
    value: new SecretText("another key"),
    given: { ...cockroachIdentity, ...clientIdentity },
    issued: () => userWhose("cockroachClientKeys"),
    changes: ["Secret nephoran-global/cockroachdb-client-nephoran-audit: added"],
  },
  publicCertificatePem: {
    value: pem + pem,
    given: publicIdentity,
    changes: [`${PUBLIC_CERTIFICATE}.tls.crt`],
  },
  publicCertificateKey: {
    value: new SecretText("another key"),
    given: publicIdentity,
    changes: [`${PUBLIC_CERTIFICATE}.tls.key`],
  },
} satisfies Record<Key, SettingEffect>;
