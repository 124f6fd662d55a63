import type { Extension } from "@peculiar/x509";
import type { Library } from "./library";
import type { CaUse, CertificateUse, LeafUse } from "./profile";

/** What both sides of a signature know each other's keys by. */
export interface KeyIdentifiers {
  readonly holder: Buffer;
  readonly issuer: Buffer;
}

/** What a certificate of that use says besides who it is. */
export function profileExtensions(
  library: Library,
  use: CertificateUse,
  { holder, issuer }: KeyIdentifiers,
): Extension[] {
  const { x509 } = library;
  return [
    ...(use.kind === "ca" ? caExtensions(library, use) : leafExtensions(library, use)),
    new x509.SubjectKeyIdentifierExtension(holder.toString("hex"), false),
    new x509.AuthorityKeyIdentifierExtension(issuer.toString("hex"), false),
  ];
}

function caExtensions(library: Library, { pathLength, permittedUriHost }: CaUse): Extension[] {
  const { BasicConstraintsExtension, KeyUsageFlags, KeyUsagesExtension } = library.x509;
  return [
    new BasicConstraintsExtension(true, pathLength, true),
    new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
    ...(permittedUriHost === undefined ? [] : [confinedTo(library, permittedUriHost)]),
  ];
}

/** Confines a CA to URIs of exactly this host; other kinds of names stay free. */
function confinedTo({ x509, asn1X509, asn1Schema }: Library, host: string): Extension {
  const { GeneralName, GeneralSubtree, GeneralSubtrees, NameConstraints } = asn1X509;
  const base = new GeneralName({ uniformResourceIdentifier: host });
  const constraints = new NameConstraints({
    permittedSubtrees: new GeneralSubtrees([new GeneralSubtree({ base })]),
  });
  return new x509.Extension(
    asn1X509.id_ce_nameConstraints,
    true,
    asn1Schema.AsnConvert.serialize(constraints),
  );
}

/** What the library calls the kinds of names. */
const nameTypes = { dns: "dns", uri: "url", ip: "ip" } as const;

function leafExtensions({ x509 }: Library, { purposes, names }: LeafUse): Extension[] {
  const { ExtendedKeyUsage, KeyUsageFlags } = x509;
  const alternatives = names.map(({ kind, value }) => ({ type: nameTypes[kind], value }));
  return [
    new x509.BasicConstraintsExtension(false, undefined, true),
    new x509.KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
    new x509.ExtendedKeyUsageExtension(
      purposes.map((purpose) => ExtendedKeyUsage[purpose]),
      false,
    ),
    ...(alternatives.length === 0
      ? []
      : [new x509.SubjectAlternativeNameExtension(alternatives, false)]),
  ];
}
