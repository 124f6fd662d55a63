import "reflect-metadata";
import { AsnConvert, OctetString } from "@peculiar/asn1-schema";
import * as x509 from "@peculiar/x509";
import { expect } from "chai";
import fc from "fast-check";
import { decode, decodeSequence } from "../../../pki/x509/der";
import { decodeGeneralName } from "../../../pki/x509/general-name";
import { decodeObjectIdentifier } from "../../../pki/x509/object-identifiers";

const octets = (content: Uint8Array): Buffer =>
  Buffer.from(AsnConvert.serialize(new OctetString(content)));

/** A sequence of the fewest octets. */
const EMPTY = Buffer.from([0x30, 0x00]);

describe("DER", () => {
  it("is read as the library writes it, of any length", () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 70_000 }), { maxLength: 4 }), (contents) => {
        const read = decode(Buffer.concat(contents.map(octets)));
        expect(read.map(({ content }) => content.toString("hex"))).to.deep.equal(
          contents.map((content) => Buffer.from(content).toString("hex")),
        );
      }),
      { numRuns: 50 },
    );
  });

  it("is refused where it breaks off, and never read beyond the end", () => {
    const whole = octets(Buffer.alloc(300));
    for (let length = 1; length < whole.length; length += 1) {
      expect(() => decode(whole.subarray(0, length)), String(length)).to.throw(/DER/);
    }
  });

  it("is what it is read as, or refused, whatever the bytes, and nothing hangs", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          decode(Buffer.from(bytes));
        } catch (error) {
          expect((error as Error).message).to.match(/DER/);
        }
      }),
    );
  });

  it("is no sequence if it is anything else", () => {
    expect(() => decodeSequence(octets(Buffer.from("x")))).to.throw("not one sequence of DER");
    const two = Buffer.concat([EMPTY, EMPTY]);
    expect(() => decodeSequence(two)).to.throw("not one sequence of DER");
  });
});

describe("a general name", () => {
  it("is read as the library writes it", () => {
    for (const [type, kind, value] of [
      ["dns", "dns", "*.cockroachdb.us-east-1.nephoran.local"],
      ["url", "uri", "spiffe://us-east-1.nephoran.local/ns/a/sa/b"],
      ["ip", "ip", "127.0.0.1"],
      ["ip", "ip", "::1"],
      ["ip", "ip", "2001:db8::7:0:42"],
    ] as const) {
      const [element] = decode(Buffer.from(new x509.GeneralName(type, value).rawData));
      expect(element && decodeGeneralName(element)).to.deep.equal({ kind, value });
    }
  });
});

describe("an object identifier", () => {
  it("is read as the library writes it, however large its arcs", () => {
    const arc = fc.integer({ min: 0, max: 2 ** 31 - 1 });
    const identifier = fc.tuple(
      fc.oneof(
        fc.tuple(fc.constantFrom(0, 1), fc.integer({ min: 0, max: 39 })),
        fc.tuple(fc.constant(2), fc.integer({ min: 0, max: 1000 })),
      ),
      fc.array(arc, { maxLength: 6 }),
    );
    fc.assert(
      fc.property(identifier, ([first, rest]) => {
        const dotted = [...first, ...rest].join(".");
        const extension = new x509.Extension(dotted, false, new ArrayBuffer(0));
        const [read] = decodeSequence(Buffer.from(extension.rawData));
        expect(read && decodeObjectIdentifier(read.content)).to.equal(dotted);
      }),
    );
  });
});
