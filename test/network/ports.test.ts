import { expect } from "chai";
import fc from "fast-check";
import {
  allPorts,
  difference,
  intersection,
  isEmpty,
  namedPort,
  parsePortText,
  portRange,
  type PortSet,
  portTexts,
  protocols,
  union,
} from "../../network/ports";

const one = fc.oneof(
  fc
    .record({
      protocol: fc.constantFrom(...protocols),
      first: fc.constantFrom(1, 2, 3, 65_534, 65_535),
      length: fc.nat(3),
    })
    .map(({ protocol, first, length }) =>
      portRange(protocol, first, Math.min(65_535, first + length)),
    ),
  fc.constantFrom(namedPort("TCP", "http"), namedPort("UDP", "http")),
);
const ports = fc.array(one, { maxLength: 5 }).map(union);

/** The set, port by port. */
const members = ({ ranges, names }: PortSet): Set<number | string> =>
  new Set([
    ...ranges.flatMap(({ first, last }) =>
      Array.from({ length: last - first + 1 }, (_, index) => first + index),
    ),
    ...names,
  ]);

describe("a set of ports", () => {
  it("is united, cut and lessened as its members are", () => {
    fc.assert(
      fc.property(ports, ports, (a, b) => {
        const [inA, inB] = [members(a), members(b)];
        expect(members(union([a, b]))).to.deep.equal(new Set([...inA, ...inB]));
        expect(members(difference(a, b))).to.deep.equal(
          new Set([...inA].filter((port) => !inB.has(port))),
        );
        expect(members(intersection(a, b))).to.deep.equal(
          new Set([...inA].filter((port) => inB.has(port))),
        );
        expect(isEmpty(a)).to.equal(inA.size === 0);
      }),
    );
  });

  it("comes back from its text, and has one text only", () => {
    fc.assert(
      fc.property(ports, (set) => {
        const back = portTexts(set).flatMap((text) => parsePortText(text) ?? []);
        expect(union(back)).to.deep.equal(set);
      }),
    );
  });

  it("is written by number, by range, by name, and as any", () => {
    const text = (...sets: PortSet[]): string => portTexts(union(sets)).join(", ");
    expect(text(portRange("TCP", 81), portRange("TCP", 80), portRange("UDP", 80))).to.equal(
      "80-81/TCP, 80/UDP",
    );
    expect(text(portRange("SCTP", 1, 65_535), namedPort("TCP", "http"))).to.equal(
      "any/SCTP, http/TCP",
    );
    expect(text(allPorts)).to.equal("any");
    expect(text(difference(allPorts, portRange("TCP", 2)))).to.equal(
      "1/TCP, 3-65535/TCP, any/UDP, any/SCTP",
    );
  });

  for (const text of [
    "",
    "80",
    "80/tcp",
    "0/TCP",
    "65536/TCP",
    "9-8/TCP",
    "80/ICMP",
    "80/TCP/UDP",
  ]) {
    it(`is not written "${text}"`, () => {
      expect(parsePortText(text)).to.equal(undefined);
    });
  }
});
