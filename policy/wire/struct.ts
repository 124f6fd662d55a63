import { UNKNOWN } from "../rule";
import { WIRE, WireReader } from "./wire-reader";

/**
 * What stands for a value that only a deployment can tell, by its type: boolean, number, text, list,
 * asset, archive and object. From pulumi/sdk/go/common/resource/plugin/rpc.go.
 */
const UNKNOWN_VALUES: ReadonlySet<string> = new Set([
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

/** Length of each of them, so that other texts are not looked up. */
const UNKNOWN_LENGTH = 36;

/** From this size on, in bytes, an object or a list is read when somebody looks into it. */
const READ_LATER = 16_384;

/** Fields of google.protobuf.Struct, Value and ListValue, and of an entry in a map. */
const FIELDS = 1;
const VALUES = 1;
const [KEY, VALUE] = [1, 2];
const [NULL, NUMBER, TEXT, BOOLEAN, STRUCT, LIST] = [1, 2, 3, 4, 5, 6];

/**
 * Reads a google.protobuf.Struct as plain data, `UNKNOWN` in it wherever only a deployment can tell.
 * Large members are read when they are looked at, which no rule does with the versions of Istio's
 * definitions.
 *
 * @throws RangeError or Error if the bytes hold something else.
 */
export function readStruct(bytes: Buffer): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  const reader = new WireReader(bytes);
  while (reader.next()) {
    reader.expect(FIELDS, WIRE.bytes);
    addEntry(object, reader.bytes());
  }
  return object;
}

function addEntry(object: Record<string, unknown>, bytes: Buffer): void {
  let key = "";
  let value: Buffer | undefined;
  const reader = new WireReader(bytes);
  while (reader.next()) {
    if (reader.field === KEY) key = reader.text();
    else {
      reader.expect(VALUE, WIRE.bytes);
      value = reader.bytes();
    }
  }
  if (value === undefined) throw new Error(`The member ${key} of a Struct has no value.`);
  if (value.length < READ_LATER && key !== "__proto__") object[key] = readValue(value);
  else defineLater(object, key, value);
}

function defineLater(object: Record<string, unknown>, key: string, bytes: Buffer): void {
  const always = { configurable: true, enumerable: true };
  Object.defineProperty(object, key, {
    ...always,
    get: () => {
      const value = readValue(bytes);
      Object.defineProperty(object, key, { ...always, value });
      return value;
    },
  });
}

function readValue(bytes: Buffer): unknown {
  const reader = new WireReader(bytes);
  let value: unknown;
  while (reader.next()) value = readKind(reader);
  if (value === undefined) throw new Error("A Value is of no kind.");
  return value;
}

function readKind(reader: WireReader): unknown {
  switch (reader.field) {
    case NULL:
      reader.skip();
      return null;
    case NUMBER:
      return reader.double();
    case TEXT: {
      const text = reader.text();
      return text.length === UNKNOWN_LENGTH && UNKNOWN_VALUES.has(text) ? UNKNOWN : text;
    }
    case BOOLEAN:
      return reader.varint() !== 0;
    case STRUCT:
      return readStruct(reader.bytes());
    case LIST:
      return readList(reader.bytes());
    default:
      throw new Error(`A Value has no field ${reader.field}.`);
  }
}

function readList(bytes: Buffer): unknown[] {
  const list: unknown[] = [];
  const reader = new WireReader(bytes);
  while (reader.next()) {
    reader.expect(VALUES, WIRE.bytes);
    list.push(readValue(reader.bytes()));
  }
  return list;
}
