import { z } from "zod";
import { cidrs } from "./outside-services";
import { objectName } from "./quantities";
import { secretSetting } from "./secret-text";

/** Certificates in clear: whoever talks to their holder is shown them anyway. */
const certificates = (description: string) =>
  z
    .string()
    .regex(/^\s*(-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----\s*)+$/)
    .meta({ seen: "no PEM certificate" })
    .optional()
    .describe(description);

const issuedCertificates = (what: string) =>
  certificates(`${what} as PEM; \`nephoran pki issue\` writes it`);

const issuedKey = (key: string) => secretSetting(key).optional();

/** Where the mesh's own control plane comes from. */
export const istio = z
  .strictObject({
    mode: z
      .enum(["install", "existing"])
      .default("install")
      .describe(
        "install, or existing where istiod and the CNI plugin run already, with this mesh ID, " +
          "trust domain, network and CA",
      ),
    repository: z
      .string()
      .regex(/^(https|oci):\/\/[^\s?#]+$/)
      .default("https://istio-release.storage.googleapis.com/charts")
      .describe("the https or oci URL of the Helm repository with Istio's official charts"),
    version: z
      .string()
      .regex(/^\d+\.\d+\.\d+[\w.-]*$/)
      .default("1.31.0")
      .describe("a release of Istio, from 1.31.0: earlier ones have no HTTP/2 keepalive"),
    charts: z
      .string()
      .min(1)
      .optional()
      .describe(
        "a folder with the charts base, cni, istiod and gateway, instead of the repository",
      ),
    hub: z
      .string()
      .min(1)
      .default("docker.io/istio")
      .describe("the registry of Istio's images, with its path"),
  })
  .prefault({})
  .describe("mode, repository, version, charts and hub of Istio");

/** What the region's gateway shows to the world. */
export const publicCertificate = z
  .strictObject({
    secretName: objectName
      .default("nephoran-public-certificate")
      .describe("the TLS Secret in nephoran-ingress that holds the certificate"),
    clusterIssuer: z
      .string()
      .min(1)
      .optional()
      .describe("a ClusterIssuer of cert-manager that is asked for it; left out: somebody else is"),
  })
  .prefault({})
  .describe("secretName and clusterIssuer of the certificate of the region's public hosts");

/** How the world and the other regions find the gateway. */
export const gateway = z
  .strictObject({
    externalDns: z
      .boolean()
      .default(false)
      .describe("true or false: whether ExternalDNS publishes the region's public hosts"),
    annotations: z
      .record(z.string(), z.string().describe("a text"))
      .default({})
      .describe("annotations of the gateway's Service, for the cloud's load balancer"),
    peerCidrs: cidrs
      .optional()
      .describe(
        "networks that the other regions' gateways come from; left out: any, their certificates " +
          "decide",
      ),
  })
  .prefault({})
  .describe("externalDns, annotations and peerCidrs of the region's gateway");

/** What `nephoran pki issue` gives to a region. */
export const identities = {
  meshCaCertificate: issuedCertificates("the CA of the region's mesh"),
  meshCaKey: issuedKey("meshCaKey"),
  trustRoots: issuedCertificates("the roots of all regions' meshes"),
  cockroachCa: issuedCertificates("the CA of the state store"),
  cockroachNodeCertificate: issuedCertificates("what the region's nodes of the state store show"),
  cockroachNodeKey: issuedKey("cockroachNodeKey"),
  cockroachRootCertificate: issuedCertificates("what the state store's administrator shows"),
  cockroachRootKey: issuedKey("cockroachRootKey"),
  cockroachClientCertificates: issuedCertificates("what the state store's other users show"),
  cockroachClientKeys: issuedKey("cockroachClientKeys"),
  publicCertificatePem: certificates(
    "the certificate of the region's public hosts and its chain, as PEM",
  ),
  publicCertificateKey: issuedKey("publicCertificateKey"),
};
