import type { X509Certificate } from "node:crypto";

/** Whose certificate it is: `CN=node, O=nephoran`. */
export const subjectText = ({ subject }: X509Certificate): string => oneLine(subject);

/** Who signed it, in the same form. */
export const issuerText = ({ issuer }: X509Certificate): string => oneLine(issuer);

/** Node writes the attributes of a name on lines of their own, the most general first. */
const oneLine = (name: string): string => name.split("\n").reverse().join(", ");

/** The CN alone; empty if it has none. */
export const commonName = ({ subject }: X509Certificate): string =>
  /^CN=(.*)$/m.exec(subject)?.[1] ?? "";
