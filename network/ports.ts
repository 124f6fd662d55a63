/** The protocols that a NetworkPolicy can open. */
export const protocols = ["TCP", "UDP", "SCTP"] as const;
export type Protocol = (typeof protocols)[number];

/** Both ends belong to it. */
interface Range {
  readonly first: number;
  readonly last: number;
}

/** Some ports of some protocols. */
export interface PortSet {
  /**
   * Sorted, apart from each other, on one line for all protocols: TCP from 0, UDP and SCTP one
   * {@link SPAN} further each.
   */
  readonly ranges: readonly Range[];
  /** `http/TCP`: ports of a target that is not rendered, which alone knows their numbers. */
  readonly names: readonly string[];
}

const MAX_PORT = 65_535;
/** Port 0 does not exist, which keeps the protocols apart. */
const SPAN = MAX_PORT + 1;

/** The ports from `first` to `last` of a protocol. */
export function portRange(protocol: Protocol, first: number, last = first): PortSet {
  const start = protocols.indexOf(protocol) * SPAN;
  return { ranges: [{ first: start + first, last: start + last }], names: [] };
}

/** All ports of a protocol. */
export const wholeProtocol = (protocol: Protocol): PortSet => portRange(protocol, 1, MAX_PORT);

/** A port that only its target can turn into a number. */
export const namedPort = (protocol: Protocol, name: string): PortSet => ({
  ranges: [],
  names: [`${name}/${protocol}`],
});

/** What is in any of the sets. */
export function union(sets: readonly PortSet[]): PortSet {
  const merged: Range[] = [];
  for (const range of sets.flatMap(({ ranges }) => ranges).sort((a, b) => a.first - b.first)) {
    const before = merged.at(-1);
    if (before === undefined || range.first > before.last + 1) {
      merged.push(range);
    } else {
      merged[merged.length - 1] = { ...before, last: Math.max(before.last, range.last) };
    }
  }
  return { ranges: merged, names: [...new Set(sets.flatMap(({ names }) => names))].sort() };
}

/** What is in `a` and not in `b`. */
export function difference(a: PortSet, b: PortSet): PortSet {
  return {
    ranges: b.ranges.reduce<readonly Range[]>(
      (left, hole) => left.flatMap((range) => without(range, hole)),
      a.ranges,
    ),
    names: a.names.filter((name) => !b.names.includes(name)),
  };
}

/** What is in both. */
export const intersection = (a: PortSet, b: PortSet): PortSet => difference(a, difference(a, b));

export const isEmpty = ({ ranges, names }: PortSet): boolean =>
  ranges.length === 0 && names.length === 0;

/** Everything that can be opened. */
export const allPorts: PortSet = union(protocols.map(wholeProtocol));

/** As they are written for people: `8080/TCP`, `7000-7009/UDP`, `http/TCP`, `any/SCTP`, `any`. */
export function portTexts(ports: PortSet): string[] {
  if (isEmpty(difference(allPorts, ports))) return ["any", ...ports.names];
  return [...ports.ranges.map(rangeText), ...ports.names];
}

/** The reverse of {@link portTexts}, for one of them; undefined if it is none. */
export function parsePortText(text: string): PortSet | undefined {
  if (text === "any") return allPorts;
  const [, port = "", suffix] = /^([a-z0-9-]+)\/([A-Z]+)$/.exec(text) ?? [];
  const protocol = protocols.find((known) => known === suffix);
  if (protocol === undefined) return undefined;
  if (port === "any") return wholeProtocol(protocol);

  const [, from, to] = /^(\d+)(?:-(\d+))?$/.exec(port) ?? [];
  if (from === undefined) return namedPort(protocol, port);
  const [first, last] = [Number(from), Number(to ?? from)];
  return first >= 1 && first <= last && last <= MAX_PORT
    ? portRange(protocol, first, last)
    : undefined;
}

const without = ({ first, last }: Range, hole: Range): Range[] =>
  [
    { first, last: Math.min(last, hole.first - 1) },
    { first: Math.max(first, hole.last + 1), last },
  ].filter((piece) => piece.first <= piece.last);

function rangeText(range: Range): string {
  const protocol = protocols[Math.floor(range.first / SPAN)] ?? "TCP";
  const [first, last] = [range.first % SPAN, range.last % SPAN];
  if (first === 1 && last === MAX_PORT) return `any/${protocol}`;
  return `${first === last ? first : `${first}-${last}`}/${protocol}`;
}
