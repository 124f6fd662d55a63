import { contextTag, decode, decodeSequence } from "./der";
import { decodeGeneralName, type GeneralName } from "./general-name";

/** What names a CA may speak for. */
export interface NameConstraints {
  readonly permitted: readonly GeneralName[];
  readonly excluded: readonly GeneralName[];
}

const PERMITTED = contextTag(0, "constructed");
const EXCLUDED = contextTag(1, "constructed");

/** @throws Error if `value` is no DER of name constraints. */
export function decodeNameConstraints(value: Buffer): NameConstraints {
  const parts = decodeSequence(value);
  const namesOf = (tag: number): GeneralName[] =>
    parts
      .filter((part) => part.tag === tag)
      .flatMap(({ content }) => decode(content))
      .map(({ content }) => {
        const [base, ...bounds] = decode(content);
        // A minimum or maximum of depth is never written (RFC 5280).
        if (base === undefined || bounds.length > 0) throw new Error("unknown name constraint");
        return decodeGeneralName(base);
      });
  return { permitted: namesOf(PERMITTED), excluded: namesOf(EXCLUDED) };
}

/**
 * Why a CA that is confined by `constraints` may not give `name`, or undefined if it may. Of the
 * kinds of names that constraints can be about, only URIs are understood; a constraint on any other
 * refuses all names of that kind.
 */
export function refusal(constraints: NameConstraints, name: GeneralName): string | undefined {
  const sameKind = ({ kind }: GeneralName): boolean => kind === name.kind;
  const permitted = constraints.permitted.filter(sameKind);
  const excluded = constraints.excluded.filter(sameKind);
  if (permitted.length + excluded.length === 0) return undefined;
  if (name.kind !== "uri") return `a constraint on ${name.kind} names, which is not understood`;

  const host = uriHost(name.value);
  const holds = (base: GeneralName): boolean =>
    host !== undefined && isHostWithin(host, base.value.toLowerCase());
  const isPermitted = permitted.length === 0 ? host !== undefined : permitted.some(holds);
  return isPermitted && !excluded.some(holds) ? undefined : `${name.value} is outside of it`;
}

/** RFC 5280: a leading dot means any host below, anything else means that very host. */
const isHostWithin = (host: string, base: string): boolean =>
  base.startsWith(".") ? host.endsWith(base) : host === base;

/** The host of a URI such as spiffe://HOST/ns/…, in lower case; undefined if it has none. */
const uriHost = (uri: string): string | undefined =>
  /^[a-z][a-z0-9+.-]*:\/\/([a-z0-9.-]+)(?:\/|$)/i.exec(uri)?.[1]?.toLowerCase();
