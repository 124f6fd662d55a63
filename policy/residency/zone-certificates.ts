import { certificateFacts } from "../../pki/certificate-facts";
import { Field } from "../reading/field";
import { hostsOfOtherZones } from "../reading/mesh-hosts";
import { isKind } from "../reading/object";
import type { PolicyResource, ResourceRule } from "../rule";

export const zoneCertificates: ResourceRule = {
  id: "residency-zone-certificates",
  kind: "resource",
  family: "residency",
  title: "No region outside of a residency zone holds a certificate of the zone's hosts",
  why: "Whoever holds the certificate can pass for the zone, and decrypt what is addressed to it, wherever names lead.",
  fix: "Issue each region a certificate of its own public hosts. A wildcard for the whole domain is one for the zone as well.",
  level: "mandatory",
  example: `# In us-east-1
kind: Certificate
spec:
  dnsNames: [nephoran.io, us-east-1.nephoran.io]
`,
  check(resource, context) {
    const names = namesIn(resource);
    if (names.length === 0) return [];
    const others = hostsOfOtherZones(context);
    return names
      .filter((name) => others.includes(name.toLowerCase()))
      .map(
        (name) =>
          `It is for ${name}, which a residency zone answers that ${context.region.name} is not in.`,
      );
  },
};

/** Hosts that a certificate, or a request for one, is for. */
function namesIn(resource: PolicyResource): readonly string[] {
  if (isKind(resource, "cert-manager.io", "Certificate")) {
    const spec = Field.of(resource).at("spec");
    return [...spec.at("dnsNames").texts, spec.at("commonName").text ?? ""];
  }
  if (!isKind(resource, "", "Secret")) return [];
  const secret = Field.of(resource);
  if (secret.at("type").text !== "kubernetes.io/tls") return [];
  const encoded = secret.at("data", "tls.crt").text;
  const pem =
    secret.at("stringData", "tls.crt").text ??
    (encoded === undefined ? "" : Buffer.from(encoded, "base64").toString("utf8"));
  return (certificateFacts(pem)?.names ?? []).map((name) => name.replace(/^DNS:/, ""));
}
