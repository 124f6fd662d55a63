import { expect } from "chai";
import fc from "fast-check";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { UNKNOWN } from "../../../policy/rule";
import { readStruct } from "../../../policy/wire/struct";

type Data = Parameters<typeof Struct.fromJavaScript>[0];

/** The bytes in which an engine would send it. */
const sent = (data: object): Buffer =>
  Buffer.from(Struct.fromJavaScript(data as Data).serializeBinary());

/** Anything that JSON has, but for the one name that the protocol's own library loses. */
const plain = fc
  .dictionary(
    fc.string({ unit: "grapheme" }),
    fc.jsonValue({ maxDepth: 4, stringUnit: "grapheme" }),
  )
  .map((data) => JSON.parse(JSON.stringify(data).replaceAll("__proto__", "proto")) as object);

describe("reading a Struct", () => {
  it("gives whatever was put into it", () => {
    fc.assert(
      fc.property(plain, (data) => {
        expect(readStruct(sent(data))).to.deep.equal(data);
      }),
    );
  });

  it("gives the same of what is large, though it reads it when somebody looks into it", () => {
    const large = { versions: Array.from({ length: 5_000 }, (_, index) => `v${index}`) };
    const data = { kind: "CustomResourceDefinition", spec: { large, small: [1, null, true] } };
    const object = readStruct(sent(data));
    expect(Object.getOwnPropertyDescriptor(object, "kind")).to.have.property("value");
    expect(Object.getOwnPropertyDescriptor(object, "spec")).to.have.property("get");
    expect(JSON.parse(JSON.stringify(object))).to.deep.equal(data);
    expect(object["spec"]).to.equal(object["spec"]);
  });

  it("marks what only a deployment can tell, whatever type it will have", () => {
    const [text, list] = [
      "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
      "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
    ];
    const other = "00000000-0000-4000-8000-000000000000";
    expect(readStruct(sent({ text, within: { list: [list, other] } }))).to.deep.equal({
      text: UNKNOWN,
      within: { list: [UNKNOWN, other] },
    });
  });

  it("keeps a member of the name that objects inherit by", () => {
    const bytes = sent({ "--proto--": { a: 1 } });
    const object = readStruct(Buffer.from(bytes.toString("latin1").replaceAll("-", "_"), "latin1"));
    expect(Object.keys(object)).to.deep.equal(["__proto__"]);
    expect(JSON.stringify(object)).to.equal('{"__proto__":{"a":1}}');
  });

  it("refuses what is cut off or something else", () => {
    const bytes = sent({ name: "lamp", color: { light: "red" } });
    const first = 2 + (bytes[1] ?? 0);
    for (let length = bytes.length - 1; length > 0; length -= 1) {
      if (length === first) continue;
      expect(() => readStruct(bytes.subarray(0, length)), `${length} bytes`).to.throw();
    }
    expect(() => readStruct(Buffer.from([0x10, 0x01]))).to.throw("Field 1 was expected");
  });
});
