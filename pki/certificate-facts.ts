import type { X509Certificate } from "node:crypto";
import { issuerText, subjectText } from "./x509/distinguished-name";
import { extensionsOf } from "./x509/extensions";
import { type GeneralName, generalNameText } from "./x509/general-name";
import { certificatesIn } from "./x509/pem";
import { validityOf } from "./x509/validity";

/** What can be told about a certificate; nothing of it is secret. */
export interface CertificateFacts {
  /** `CN=node, O=nephoran`. */
  readonly subject: string;
  readonly issuer: string;
  /** Hexadecimal digits. */
  readonly serial: string;
  /** Hexadecimal pairs with colons, as `openssl x509 -fingerprint -sha256` prints them. */
  readonly fingerprintSha256: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly isCa: boolean;
  /** What a CA is confined to: `critical,permitted;URI:us-east-1.nephoran.local`. */
  readonly nameConstraints?: string;
  /** Names of a leaf: `DNS:localhost`. */
  readonly names: readonly string[];
}

/** Facts of the first certificate of a PEM text; undefined if it has none that can be read. */
export function certificateFacts(pem: string): CertificateFacts | undefined {
  const [first] = certificatesIn(pem) ?? [];
  return first && factsOf(first);
}

function factsOf(certificate: X509Certificate): CertificateFacts | undefined {
  const extensions = extensionsOf(certificate);
  if (extensions === undefined) return undefined;
  const { ca, nameConstraints, names } = extensions;
  return {
    subject: subjectText(certificate),
    issuer: issuerText(certificate),
    serial: certificate.serialNumber,
    fingerprintSha256: certificate.fingerprint256,
    ...validityOf(certificate),
    isCa: ca !== undefined,
    ...(nameConstraints && {
      nameConstraints: [
        ...(nameConstraints.critical ? ["critical"] : []),
        ...constraintTexts("permitted", nameConstraints.permitted),
        ...constraintTexts("excluded", nameConstraints.excluded),
      ].join(","),
    }),
    names: names.map(generalNameText),
  };
}

const constraintTexts = (way: string, names: readonly GeneralName[]): string[] =>
  names.map((name) => `${way};${generalNameText(name)}`);
