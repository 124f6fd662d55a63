/** The extensions that are understood here, by the numbers that certificates name them by. */
export const extensionIdentifiers = {
  keyUsage: "2.5.29.15",
  subjectAltName: "2.5.29.17",
  basicConstraints: "2.5.29.19",
  nameConstraints: "2.5.29.30",
  extendedKeyUsage: "2.5.29.37",
} as const;

/** The number that stands in DER as `content`, with dots. */
export function decodeObjectIdentifier(content: Buffer): string {
  const arcs: bigint[] = [];
  let arc = 0n;
  // Seven bits an octet; all but an arc's last have the eighth set.
  for (const octet of content) {
    arc = (arc << 7n) | BigInt(octet & 0x7f);
    if ((octet & 0x80) !== 0) continue;
    arcs.push(arc);
    arc = 0n;
  }
  const [both = 0n, ...rest] = arcs;
  // The first two arcs stand in one number, and the first is 0, 1 or 2.
  const first = both < 80n ? both / 40n : 2n;
  return [first, both - first * 40n, ...rest].join(".");
}
