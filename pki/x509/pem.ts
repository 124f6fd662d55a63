import { X509Certificate } from "node:crypto";
import { isDeepStrictEqual } from "node:util";

const BLOCK = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+?-----END CERTIFICATE-----/g;

/** Every certificate of a PEM text, in order; undefined if there is none or one cannot be read. */
export function certificatesIn(pem: string): readonly X509Certificate[] | undefined {
  const blocks = pem.match(BLOCK) ?? [];
  try {
    const certificates = blocks.map((block) => new X509Certificate(block));
    return certificates.length === 0 ? undefined : certificates;
  } catch {
    return undefined;
  }
}

/** DER as PEM. */
export function certificatePem(der: Buffer): string {
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
}

/** Several PEM texts as one. */
export const bundle = (pems: readonly string[]): string =>
  pems.map((pem) => `${pem.trim()}\n`).join("");

/** True if two PEM texts hold the same certificates, in whatever order. */
export function sameCertificates(one: string | undefined, other: string | undefined): boolean {
  const [some, others] = [one, other].map((pem) =>
    (certificatesIn(pem ?? "") ?? []).map(({ fingerprint256 }) => fingerprint256).sort(),
  );
  return isDeepStrictEqual(some, others);
}
