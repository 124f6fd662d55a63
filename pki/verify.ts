import type { X509Certificate } from "node:crypto";
import { regionHost } from "../routing/hosts";
import { chainProblem } from "./x509/chain";
import { commonName, subjectText } from "./x509/distinguished-name";
import { type Extensions, extensionsOf } from "./x509/extensions";
import { generalNameText } from "./x509/general-name";
import { openKey } from "./x509/keys";
import { certificatesIn } from "./x509/pem";
import { validityOf, validityProblem } from "./x509/validity";

export { certificateFacts, type CertificateFacts } from "./certificate-facts";

/** A certificate of the configuration; all texts are PEM. */
interface Given {
  /** The certificate, then the CAs between it and a root. */
  readonly certificate: string | undefined;
  /** In clear; absent: whether it fits is not asked. */
  readonly key?: string;
  readonly now: Date;
}

interface GivenInRegion extends Given {
  /** Every root that is believed. */
  readonly roots: string | undefined;
  readonly region: string;
}

/**
 * What is wrong with the CA of a region's mesh, each as the end of a sentence that begins with the
 * certificate: `expired since …`. Empty: nothing.
 */
export function meshCaProblems({ region, roots, ...given }: GivenInRegion): string[] {
  return problemsOf(given, (certificate, extensions, more) => [
    ...meshAuthorityProblems(extensions, regionHost(region)),
    ...trustProblems(certificate, more, roots, given.now),
  ]);
}

/**
 * What is wrong with the certificate of a region's public hosts, as ends of sentences. Who signed it
 * is the callers' to judge: they bring their own roots.
 *
 * @param hosts every name that it has to be good for.
 */
export function publicCertificateProblems({
  hosts,
  ...given
}: Given & { readonly hosts: readonly string[] }): string[] {
  return problemsOf(given, (certificate, _extensions, more) => {
    const missing = hosts.filter((host) => !certificate.checkHost(host, { subject: "never" }));
    const broken = more.find(
      (issuer, index) => !(more[index - 1] ?? certificate).checkIssued(issuer),
    );
    return [
      ...(missing.length > 0 ? [`not for ${missing.join(", ")}`] : []),
      ...(broken ? [`followed by a certificate that did not sign it: ${subjectText(broken)}`] : []),
    ];
  });
}

/** What is wrong with what the nodes of a region's state store show, as ends of sentences. */
export function cockroachNodeProblems({ region, roots, ...given }: GivenInRegion): string[] {
  return problemsOf(given, (certificate, { names }, more) => {
    const own = `*.cockroachdb.${regionHost(region)}`;
    const missing = ["localhost", own].filter(
      (host) => !names.some(({ kind, value }) => kind === "dns" && value === host),
    );
    return [
      ...commonNameProblems(certificate, "node"),
      ...(missing.length > 0 ? [`not for ${missing.join(", ")}`] : []),
      ...trustProblems(certificate, more, roots, given.now),
    ];
  });
}

/** What is wrong with the certificate of a user of the state store, as ends of sentences. */
export function cockroachClientProblems({
  user,
  roots,
  ...given
}: Given & { readonly roots: string | undefined; readonly user: string }): string[] {
  return problemsOf(given, (certificate, _extensions, more) => [
    ...commonNameProblems(certificate, user),
    ...trustProblems(certificate, more, roots, given.now),
  ]);
}

/**
 * When to judge a certificate by everything but its end: now, or while it still held.
 *
 * @param certificate PEM; the first one counts.
 */
export function whileItHeld(certificate: string, now: Date): Date {
  const [first] = certificatesIn(certificate) ?? [];
  if (first === undefined) return now;
  const { notAfter } = validityOf(first);
  return now > notAfter ? notAfter : now;
}

function problemsOf(
  { certificate: pem, key, now }: Given,
  judge: (
    certificate: X509Certificate,
    extensions: Extensions,
    more: readonly X509Certificate[],
  ) => string[],
): string[] {
  if (pem === undefined) return ["missing"];
  const [certificate, ...more] = certificatesIn(pem) ?? [];
  const extensions = certificate && extensionsOf(certificate);
  if (certificate === undefined || extensions === undefined) return ["no certificate in PEM"];
  const outOfTime = validityProblem(certificate, now);
  const problems = [
    ...(outOfTime === undefined ? [] : [outOfTime]),
    ...(key === undefined ? [] : keyProblems(certificate, key)),
    ...judge(certificate, extensions, more),
  ];
  return [...new Set(problems)];
}

function keyProblems(certificate: X509Certificate, pem: string): string[] {
  const key = openKey(pem);
  if (key === undefined) return ["beside a key that is no private key in PEM"];
  return certificate.checkPrivateKey(key) ? [] : ["beside the key of another certificate"];
}

/** True if the first certificate of a PEM text and a key in clear belong together. */
export function keyMatches(certificate: string, key: string): boolean {
  const [first] = certificatesIn(certificate) ?? [];
  return first !== undefined && keyProblems(first, key).length === 0;
}

/** True if a chain leads from a PEM text's first certificate to one of `roots`. */
export function isTrusted(certificate: string, roots: string, now: Date): boolean {
  const [first, ...more] = certificatesIn(certificate) ?? [];
  return first !== undefined && trustProblems(first, more, roots, now).length === 0;
}

function meshAuthorityProblems({ ca, nameConstraints }: Extensions, host: string): string[] {
  const wanted = `critical,permitted;URI:${host}`;
  const notCa = ca === undefined ? ["not a CA"] : [];
  if (nameConstraints === undefined) {
    return [...notCa, `without the name constraint ${wanted}: it could speak for any region`];
  }
  const { critical, permitted, excluded } = nameConstraints;
  const uris = permitted.filter(({ kind }) => kind === "uri");
  if (uris.length !== 1 || uris[0]?.value !== host || excluded.some(({ kind }) => kind === "uri")) {
    const seen = uris.map(generalNameText).join(" and ") || "no host";
    return [...notCa, `confined to ${seen}, and not to URI:${host} alone`];
  }
  return critical ? notCa : [...notCa, "confined by a name constraint that is not critical"];
}

function trustProblems(
  certificate: X509Certificate,
  intermediates: readonly X509Certificate[],
  roots: string | undefined,
  now: Date,
): string[] {
  if (roots === undefined) return ["without the roots that it is verified by"];
  const trusted = certificatesIn(roots);
  if (trusted === undefined) return ["beside roots that are no certificates in PEM"];
  const problem = chainProblem({ certificate, intermediates, roots: trusted, now });
  return problem === undefined ? [] : [problem];
}

function commonNameProblems(certificate: X509Certificate, wanted: string): string[] {
  const name = commonName(certificate);
  return name === wanted ? [] : [`for ${name || "nobody"}, and not for ${wanted}`];
}
