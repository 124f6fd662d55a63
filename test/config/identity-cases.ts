import { SecretText } from "../../config/secret-text";
import { type CrossCheckCase, setting } from "./cross-check-case";

/** Text of the form of a certificate, which is all that a setting is asked for. */
export const pem = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";

const key = new SecretText("of a test");

/** Settings that are an identity together, with values of the right form. */
export const meshIdentity = { meshCaCertificate: pem, meshCaKey: key, trustRoots: pem };
export const cockroachIdentity = {
  cockroachCa: pem,
  cockroachNodeCertificate: pem,
  cockroachNodeKey: key,
  cockroachRootCertificate: pem,
  cockroachRootKey: key,
};
export const clientIdentity = { cockroachClientCertificates: pem, cockroachClientKeys: key };
export const publicIdentity = { publicCertificatePem: pem, publicCertificateKey: key };

/** What goes together. */
export const identityGroups = [meshIdentity, cockroachIdentity, clientIdentity, publicIdentity];

const incomplete = identityGroups.flatMap((group) =>
  Object.keys(group).map((missing): CrossCheckCase => {
    const keys = Object.keys(group);
    const none = Object.fromEntries(keys.map((name) => [name, undefined]));
    const all = `all of ${keys.join(", ")}`;
    return {
      title: `an identity without ${missing}`,
      given: setting({ ...(group === clientIdentity && cockroachIdentity), ...group }),
      change: setting({ [missing]: undefined }),
      problem: {
        key: `nephoran:${missing}`,
        seen: `missing beside ${keys.filter((name) => name !== missing).join(", ")}`,
        allowed: `${all}; or none of them`,
      },
      waysOut: { [all]: setting(group), "none of them": setting(none) },
    };
  }),
);

/** Every cross-check of what proves who a region is. */
export const identityCases: readonly CrossCheckCase[] = [
  ...incomplete,
  {
    title: "users of a state store that believes nobody",
    change: setting(clientIdentity),
    problem: {
      key: "nephoran:cockroachClientCertificates",
      seen: "given, but there is no cockroachCa",
      allowed: "left out with cockroachClientKeys; or beside cockroachCa and what goes with it",
    },
    waysOut: {
      "left out with cockroachClientKeys": setting({
        cockroachClientCertificates: undefined,
        cockroachClientKeys: undefined,
      }),
      "beside cockroachCa and what goes with it": setting(cockroachIdentity),
    },
  },
  {
    title: "an issuer of a certificate that is given",
    given: setting({ publicCertificatePem: pem, publicCertificateKey: key }),
    change: setting({ publicCertificate: { clusterIssuer: "letsencrypt" } }),
    problem: {
      key: "nephoran:publicCertificate.clusterIssuer",
      seen: "given beside publicCertificatePem",
      allowed: "left out; or a ClusterIssuer that makes the certificate, without one that is given",
    },
    waysOut: {
      "left out": setting({ publicCertificate: {} }),
      "a ClusterIssuer that makes the certificate, without one that is given": setting({
        publicCertificatePem: undefined,
        publicCertificateKey: undefined,
      }),
    },
  },
];
