import type { X509Certificate } from "node:crypto";
import { subjectText } from "../../pki/x509/distinguished-name";
import { certificatesIn } from "../../pki/x509/pem";
import { validityOf } from "../../pki/x509/validity";
import { Field } from "../reading/field";
import { isKind } from "../reading/object";
import { accessRule } from "./access-rule";

const DAY_MS = 24 * 60 * 60 * 1000;

/** Days before the end at which one is told. */
const NOTICE_DAYS = 30;

export const certificatesCurrent = accessRule(
  {
    id: "access-certificates-current",
    title: `Certificates count for ${NOTICE_DAYS} days more at least`,
    why: "A certificate that ends takes its region with it, at a time that nobody chose.",
    fix: "Issue a new one: `nephoran pki issue`, and see docs/pki.md.",
    level: "advisory",
    example: "stringData:\n  tls.crt: (a certificate with 90 days to go)",
  },
  (resource, { now }) => {
    const field = Field.of(resource);
    const texts = isKind(resource, "", "Secret")
      ? [...textsIn(field.at("stringData")), ...textsIn(field.at("data")).map(decoded)]
      : isKind(resource, "", "ConfigMap")
        ? textsIn(field.at("data"))
        : [];
    return texts.flatMap(({ path, text }) =>
      (certificatesIn(text) ?? []).flatMap((certificate) => problem(certificate, path, now)),
    );
  },
);

interface Text {
  readonly path: string;
  readonly text: string;
}

/** What is not made yet does not expire. */
const textsIn = (map: Field): Text[] =>
  map.isUnknown
    ? []
    : map.entries.flatMap(([, field]) =>
        field.isUnknown || field.text === undefined ? [] : [{ path: field.path, text: field.text }],
      );

const decoded = ({ path, text }: Text): Text => ({
  path,
  text: Buffer.from(text, "base64").toString("utf8"),
});

function problem(certificate: X509Certificate, path: string, now: Date): string[] {
  const { notAfter } = validityOf(certificate);
  const days = Math.floor((notAfter.getTime() - now.getTime()) / DAY_MS);
  if (days >= NOTICE_DAYS) return [];
  const what = `The certificate of ${subjectText(certificate)} in ${path}`;
  return [days < 0 ? `${what} has expired.` : `${what} expires in ${days} days.`];
}
