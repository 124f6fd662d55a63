import { expect } from "chai";
import fc from "fast-check";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import {
  fromWire,
  toWire,
  UNKNOWN,
  type Properties,
  type PropertyValue,
} from "../../../sandbox/random-provider/properties";

// google-protobuf itself loses this one.
const anyName = fc.string().filter((name) => name !== "__proto__");

const { value: anyValue } = fc.letrec<{ value: PropertyValue }>((again) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.constantFrom<PropertyValue>(null, UNKNOWN),
    fc.array(again("value"), { maxLength: 3 }),
    fc.dictionary(anyName, again("value"), { maxKeys: 3, noNullPrototype: true }),
  ),
}));

describe("properties on the wire", () => {
  it("arrive as they left", () => {
    fc.assert(
      fc.property(fc.dictionary(anyName, anyValue, { noNullPrototype: true }), (properties) => {
        expect(fromWire(toWire(properties))).to.deep.equal(properties);
      }),
    );
  });

  it("are none where the engine sends none", () => {
    expect(fromWire(undefined)).to.deep.equal({});
  });

  it("know every mark of the engine for an unknown value, at any depth", () => {
    const marks = {
      boolean: "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
      number: "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
      string: "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
      list: "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
      map: "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
    };
    const read = fromWire(Struct.fromJavaScript({ deep: { marks } }));
    const expected = Object.fromEntries(Object.keys(marks).map((name) => [name, UNKNOWN] as const));
    expect(read).to.deep.equal({ deep: { marks: expected } });
  });

  it("mark secrets, unless they are unknown yet", () => {
    const properties: Properties = { result: "s3cret", later: UNKNOWN, length: 6 };
    expect(toWire(properties, ["result", "later"]).toJavaScript()).to.deep.equal({
      result: {
        "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
        value: "s3cret",
      },
      later: "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
      length: 6,
    });
  });
});
