/** Tags of the universal types that are read here. */
export const tags = { boolean: 0x01, integer: 0x02, sequence: 0x30 } as const;

/** A tag that only its context explains: `[number]` in ASN.1. */
export const contextTag = (number: number, form: "primitive" | "constructed"): number =>
  0x80 | (form === "constructed" ? 0x20 : 0) | number;

/** One element of DER: what kind it is, and what it holds. */
export interface Element {
  readonly tag: number;
  readonly content: Buffer;
}

/**
 * The elements that stand one behind the other in `bytes`.
 *
 * @throws Error if `bytes` are no DER.
 */
export function decode(bytes: Buffer): Element[] {
  const found: Element[] = [];
  for (let at = 0; at < bytes.length;) {
    const element = elementAt(bytes, at);
    found.push(element);
    at = element.end;
  }
  return found;
}

/**
 * What the single element in `bytes` holds, as elements.
 *
 * @throws Error if `bytes` are not one element, or hold something else than elements.
 */
export function decodeSequence(bytes: Buffer): Element[] {
  const [only, ...more] = decode(bytes);
  if (only?.tag !== tags.sequence || more.length > 0) throw new Error("not one sequence of DER");
  return decode(only.content);
}

function elementAt(bytes: Buffer, start: number): Element & { readonly end: number } {
  const [tag, first] = [bytes[start], bytes[start + 1]];
  if (tag === undefined || first === undefined) throw new Error("DER that ends too early");
  // Certificates have no tag above 30, which would take several octets.
  if ((tag & 0x1f) === 0x1f) throw new Error("DER with a tag that no certificate has");
  const more = first < 0x80 ? 0 : first & 0x7f;
  if (first === 0x80 || more > 4) throw new Error("DER with a length that no certificate has");
  const contentStart = start + 2 + more;
  if (contentStart > bytes.length) throw new Error("DER that ends too early");
  const length = more === 0 ? first : bytes.readUIntBE(start + 2, more);
  const end = contentStart + length;
  if (end > bytes.length) throw new Error("DER that ends too early");
  return { tag, content: bytes.subarray(contentStart, end), end };
}
