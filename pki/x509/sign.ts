import { type KeyObject, randomBytes, webcrypto, X509Certificate } from "node:crypto";
import type { Name } from "@peculiar/x509";
import { keyIdentifier, subjectPublicKeyInfo } from "./keys";
import { type Library, loadLibrary } from "./library";
import { certificatePem } from "./pem";
import type { CertificateProfile } from "./profile";
import { profileExtensions } from "./profile-extensions";
import { validityOf } from "./validity";

/** A CA that can sign. */
export interface Issuer {
  /** PEM. */
  readonly certificate: string;
  /** ECDSA on P-256. */
  readonly key: KeyObject;
}

const DAY_MS = 86_400_000;

/** Clocks that run behind must believe a new certificate too. */
const CLOCK_SKEW_MS = 5 * 60_000;

/** Signs a certificate for the public half of `holder`; the result is PEM. */
export async function signCertificate(
  profile: CertificateProfile,
  holder: KeyObject,
  issuer: Issuer,
  now: Date,
): Promise<string> {
  const library = await loadLibrary();
  const { notBefore, notAfter } = validityOf(new X509Certificate(issuer.certificate));
  return generate(library, profile, holder, {
    key: issuer.key,
    // As it stands there: what a CA signs has to repeat its name to the byte.
    name: new library.x509.X509Certificate(issuer.certificate).subjectName,
    notBefore: new Date(Math.max(now.getTime() - CLOCK_SKEW_MS, notBefore.getTime())),
    notAfter: new Date(Math.min(endOf(profile, now).getTime(), notAfter.getTime())),
  });
}

/** Makes a root: a certificate that its own key signs; the result is PEM. */
export async function selfSign(
  profile: CertificateProfile,
  key: KeyObject,
  now: Date,
): Promise<string> {
  const library = await loadLibrary();
  return generate(library, profile, key, {
    key,
    name: subjectName(library, profile),
    notBefore: new Date(now.getTime() - CLOCK_SKEW_MS),
    notAfter: endOf(profile, now),
  });
}

/** What the side that signs gives to a certificate. */
interface Signer {
  readonly key: KeyObject;
  readonly name: Name;
  readonly notBefore: Date;
  readonly notAfter: Date;
}

async function generate(
  library: Library,
  profile: CertificateProfile,
  holder: KeyObject,
  { key, name, notBefore, notAfter }: Signer,
): Promise<string> {
  const { rawData } = await library.x509.X509CertificateGenerator.create(
    {
      serialNumber: serialNumber(),
      subject: subjectName(library, profile),
      issuer: name,
      ...{ notBefore, notAfter },
      publicKey: new Uint8Array(subjectPublicKeyInfo(holder)),
      signingKey: await signingKey(key),
      extensions: profileExtensions(library, profile.use, {
        holder: keyIdentifier(holder),
        issuer: keyIdentifier(key),
      }),
    },
    globalThis.crypto,
  );
  return certificatePem(Buffer.from(rawData));
}

const endOf = ({ lifetimeDays }: CertificateProfile, now: Date): Date =>
  new Date(now.getTime() + lifetimeDays * DAY_MS);

function subjectName(
  { x509 }: Library,
  { subject: { organization, organizationalUnit, commonName } }: CertificateProfile,
): Name {
  const attributes = [
    ["O", organization],
    ["OU", organizationalUnit],
    ["CN", commonName],
  ] as const;
  return new x509.Name(
    attributes.flatMap(([type, value]) =>
      // A text would be parsed: quotes and backslashes mean something in it.
      value === undefined ? [] : [{ [type]: [{ utf8String: value }] }],
    ),
  );
}

const signingKey = (key: KeyObject): Promise<webcrypto.CryptoKey> =>
  webcrypto.subtle.importKey(
    "pkcs8",
    key.export({ type: "pkcs8", format: "der" }),
    { name: "ECDSA", namedCurve: "P-256" },
    false,
    ["sign"],
  );

/** Positive, of full length, and not to be guessed; hexadecimal digits. */
function serialNumber(): string {
  const serial = randomBytes(16);
  serial[0] = 0x40 | ((serial[0] ?? 0) & 0x3f);
  return serial.toString("hex");
}
