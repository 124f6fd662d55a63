import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";

/** Stands for a value that the engine learns only after the preview. */
export const UNKNOWN = Symbol("unknown until applied");
export type Unknown = typeof UNKNOWN;

/** A value of a Pulumi property, as far as the random resources use them. */
export type PropertyValue =
  | string
  | number
  | boolean
  | null
  | Unknown
  | readonly PropertyValue[]
  | { readonly [name: string]: PropertyValue };
export type Properties = Readonly<Record<string, PropertyValue>>;

// The markers below are fixed by Pulumi's plugin protocol (sdk/go/common/resource, plugin/rpc.go).
const UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const UNKNOWN_MARKERS: ReadonlySet<JavaScriptValue> = new Set([
  UNKNOWN_TEXT,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7", // a boolean
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421", // a number
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2", // a list
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff", // a map
]);
const SECRET_MARKER = {
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
} as const;

/** Reads what the engine sent; an absent message holds no properties. */
export function fromWire(struct: Struct | undefined): Properties {
  return struct === undefined ? {} : mapValues(struct.toJavaScript(), fromWireValue);
}

/** Writes properties for the engine, which encrypts those named in `secrets`. */
export function toWire(properties: Properties, secrets: readonly string[] = []): Struct {
  const wire = mapValues(properties, (value, name): JavaScriptValue => {
    const plain = toWireValue(value);
    return secrets.includes(name) && value !== UNKNOWN ? { ...SECRET_MARKER, value: plain } : plain;
  });
  return Struct.fromJavaScript(wire);
}

function fromWireValue(value: JavaScriptValue): PropertyValue {
  if (UNKNOWN_MARKERS.has(value)) return UNKNOWN;
  if (Array.isArray(value)) return value.map(fromWireValue);
  if (typeof value !== "object" || value === null) return value;
  return mapValues(value as Record<string, JavaScriptValue>, fromWireValue);
}

function toWireValue(value: PropertyValue): JavaScriptValue {
  if (value === UNKNOWN) return UNKNOWN_TEXT;
  if (isList(value)) return value.map(toWireValue);
  return typeof value === "object" && value !== null ? mapValues(value, toWireValue) : value;
}

// Array.isArray alone does not narrow a readonly list away from a map.
function isList(value: PropertyValue): value is readonly PropertyValue[] {
  return Array.isArray(value);
}

function mapValues<From, To>(
  from: Readonly<Record<string, From>>,
  convert: (value: From, name: string) => To,
): Record<string, To> {
  return Object.fromEntries(
    Object.entries(from).map(([name, value]) => [name, convert(value, name)]),
  );
}
