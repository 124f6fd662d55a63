import { contextTag, type Element } from "./der";

/** A name that a certificate gives to its holder, or that a CA is confined to. */
export interface GeneralName {
  /** `other`: a kind that nothing here issues or judges, its value in hexadecimal digits. */
  readonly kind: "dns" | "uri" | "ip" | "other";
  readonly value: string;
}

const kinds = { dns: 2, uri: 6, ip: 7 } as const;

/** Reads a name out of its element. */
export function decodeGeneralName({ tag, content }: Element): GeneralName {
  switch (tag) {
    case contextTag(kinds.dns, "primitive"):
      return { kind: "dns", value: content.toString("latin1") };
    case contextTag(kinds.uri, "primitive"):
      return { kind: "uri", value: content.toString("latin1") };
    case contextTag(kinds.ip, "primitive"):
      return { kind: "ip", value: addressText(content) };
    default:
      return { kind: "other", value: content.toString("hex") };
  }
}

/** `URI:spiffe://…`, as OpenSSL writes names. */
export const generalNameText = ({ kind, value }: GeneralName): string =>
  `${{ dns: "DNS", uri: "URI", ip: "IP", other: "other" }[kind]}:${value}`;

function addressText(octets: Buffer): string {
  if (octets.length === 4) return [...octets].join(".");
  const groups = octets.toString("hex").match(/.{4}/g) ?? [];
  // The URL parser knows how such an address is written in short.
  return octets.length === 16
    ? new URL(`http://[${groups.join(":")}]`).hostname.slice(1, -1)
    : octets.toString("hex");
}
