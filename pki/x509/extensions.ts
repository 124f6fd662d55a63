import type { X509Certificate } from "node:crypto";
import { contextTag, decode, decodeSequence, tags } from "./der";
import { decodeGeneralName, type GeneralName } from "./general-name";
import { decodeNameConstraints, type NameConstraints } from "./name-constraints";
import { decodeObjectIdentifier, extensionIdentifiers } from "./object-identifiers";

/** What a certificate says of itself beyond what Node's own class tells. */
export interface Extensions {
  /** `undefined`: it may not sign certificates. */
  readonly ca?: {
    /** How many CAs may stand between it and a leaf; `Infinity`: any number. */
    readonly pathLength: number;
  };
  readonly nameConstraints?: NameConstraints & { readonly critical: boolean };
  /** Subject alternative names. */
  readonly names: readonly GeneralName[];
  /** Critical extensions that nothing here understands, as numbers with dots. */
  readonly unknownCritical: readonly string[];
}

interface Extension {
  readonly critical: boolean;
  readonly value: Buffer;
}

const UNDERSTOOD: ReadonlySet<string> = new Set(Object.values(extensionIdentifiers));

/** Bit 5 of keyUsage, counted from the left. */
const KEY_CERT_SIGN = 0x04;

/**
 * What a certificate says; undefined if it says it in something else than DER. It is read here, and
 * not by the library that issues: every preview reads certificates, and loading the library's
 * structures alone takes six times as long as this module (docs/decisions/0012).
 */
export function extensionsOf(certificate: X509Certificate): Extensions | undefined {
  try {
    return readExtensions(certificate);
  } catch {
    return undefined;
  }
}

function readExtensions(certificate: X509Certificate): Extensions {
  const all = allExtensions(certificate);
  const find = (name: keyof typeof extensionIdentifiers): Extension | undefined =>
    all.get(extensionIdentifiers[name]);
  const pathLength = caPathLength(find("basicConstraints")?.value);
  const constraints = find("nameConstraints");
  return {
    ...(pathLength !== undefined && maySign(find("keyUsage")?.value) && { ca: { pathLength } }),
    ...(constraints && {
      nameConstraints: {
        critical: constraints.critical,
        ...decodeNameConstraints(constraints.value),
      },
    }),
    names: namesIn(find("subjectAltName")?.value),
    unknownCritical: [...all]
      .filter(([identifier, { critical }]) => critical && !UNDERSTOOD.has(identifier))
      .map(([identifier]) => identifier),
  };
}

function allExtensions({ raw }: X509Certificate): ReadonlyMap<string, Extension> {
  const [toBeSigned] = decodeSequence(raw);
  const wrapped = decode(toBeSigned?.content ?? Buffer.alloc(0)).find(
    ({ tag }) => tag === contextTag(3, "constructed"),
  );
  if (wrapped === undefined) return new Map();
  return new Map(
    decodeSequence(wrapped.content).map(({ content }) => {
      const [identifier, ...rest] = decode(content);
      const value = rest.at(-1);
      if (identifier === undefined || value === undefined) throw new Error("half an extension");
      const critical = rest.length > 1 && rest[0]?.content[0] !== 0;
      return [decodeObjectIdentifier(identifier.content), { critical, value: value.content }];
    }),
  );
}

/** undefined if it is no CA. */
function caPathLength(basicConstraints: Buffer | undefined): number | undefined {
  if (basicConstraints === undefined) return undefined;
  const fields = decodeSequence(basicConstraints);
  if (!fields.some(({ tag, content }) => tag === tags.boolean && content[0] !== 0)) {
    return undefined;
  }
  const length = fields.find(({ tag }) => tag === tags.integer);
  return length === undefined ? Infinity : length.content.readUIntBE(0, length.content.length);
}

/** A CA whose certificate says nothing of its use may sign. */
function maySign(keyUsage: Buffer | undefined): boolean {
  if (keyUsage === undefined) return true;
  const bits = decode(keyUsage)[0]?.content[1] ?? 0;
  return (bits & KEY_CERT_SIGN) !== 0;
}

const namesIn = (subjectAltName: Buffer | undefined): GeneralName[] =>
  subjectAltName === undefined ? [] : decodeSequence(subjectAltName).map(decodeGeneralName);
