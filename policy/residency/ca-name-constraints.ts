import { extensionsOf } from "../../pki/x509/extensions";
import { certificatesIn } from "../../pki/x509/pem";
import { regionHost } from "../../routing/hosts";
import { Field } from "../reading/field";
import { isKind, nameOf } from "../reading/object";
import type { PolicyResource, ResourceRule } from "../rule";

/** The Secret that istiod takes its CA from. */
const CACERTS = "cacerts";

export const caNameConstraints: ResourceRule = {
  id: "residency-ca-name-constraints",
  kind: "resource",
  family: "residency",
  title: "A region's CA can speak for that region alone",
  why: "Whoever has the key of a CA without name constraints can be any workload of any region, those of residency zones too, and every peer believes it.",
  fix: "Issue the region's intermediate with `nephoran pki`, which confines it to critical,permitted;URI:REGION.nephoran.local.",
  level: "mandatory",
  example: `# What \`openssl x509 -text\` says of ca-cert.pem in the Secret cacerts of eu-west-1
X509v3 Name Constraints: critical
Permitted:
  URI: eu-west-1.nephoran.local
`,
  check(resource, { region }) {
    if (!isKind(resource, "", "Secret") || nameOf(resource) !== CACERTS) return [];
    const host = regionHost(region.name);
    const [certificate] = certificatesIn(authorityIn(resource)) ?? [];
    const extensions = certificate && extensionsOf(certificate);
    if (extensions === undefined) return ["Its ca-cert.pem is no certificate that can be read."];
    const { nameConstraints: constraints } = extensions;
    if (constraints === undefined) return ["Its CA has no name constraints: it may be anybody."];
    const names = constraints.permitted.map(({ kind, value }) => `${kind}:${value}`);
    return [
      ...(names.length === 1 && names[0] === `uri:${host}`
        ? []
        : [
            `Its CA may speak for ${names.join(" and ") || "nobody"}, and not for uri:${host} alone.`,
          ]),
      ...(constraints.critical
        ? []
        : ["The name constraints of its CA are not critical, so that verifiers may ignore them."]),
    ];
  },
};

/** Certificates are no secrets; where the whole of a Secret is marked as one, the mark is taken off. */
function authorityIn(resource: PolicyResource): string {
  const secret = Field.of(resource);
  const encoded = secret.at("data", "ca-cert.pem").text;
  return (
    secret.at("stringData", "ca-cert.pem").text ??
    (encoded === undefined ? "" : Buffer.from(encoded, "base64").toString("utf8"))
  );
}
