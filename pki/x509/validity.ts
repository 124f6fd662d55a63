import type { X509Certificate } from "node:crypto";

/** From when a certificate is valid, and until when. */
export const validityOf = (
  certificate: X509Certificate,
): { readonly notBefore: Date; readonly notAfter: Date } => ({
  notBefore: new Date(certificate.validFrom),
  notAfter: new Date(certificate.validTo),
});

/** Why a certificate does not hold at `now`, or undefined if it does. */
export function validityProblem(certificate: X509Certificate, now: Date): string | undefined {
  const { notBefore, notAfter } = validityOf(certificate);
  if (now < notBefore) return `not valid before ${instantText(notBefore)}`;
  if (now > notAfter) return `expired since ${instantText(notAfter)}`;
  return undefined;
}

/** `2031-05-04 12:30 UTC`. */
export const instantText = (instant: Date): string =>
  `${instant.toISOString().slice(0, 16).replace("T", " ")} UTC`;
