import { decimal, drawInteger, drawString, drawUuid, seededBytes } from "./generate";
import {
  bytesInputs,
  idInputs,
  integerInputs,
  stringInputNames,
  stringInputs,
  uuidInputs,
} from "./inputs";
import { defineKind, type Adopted, type Drawn, type Kind } from "./kind";

// RandomPassword has no `bcryptHash` here: there is no bcrypt in Node, and a made-up one would pass
// for a real one until somebody fails to log in.
const password = defineKind({
  inputs: stringInputs,
  inputNames: stringInputNames,
  drawn: ["id", "result"],
  secrets: ["result", "bcryptHash"],
  draw: (plan, bytes) => withId("none", { result: drawString(plan, bytes) }),
  adopt: (result) => ({ ...withId("none", { result }), inputs: inputsOfString(result) }),
});

const string = defineKind({
  inputs: stringInputs,
  inputNames: stringInputNames,
  drawn: ["id", "result"],
  secrets: [],
  draw: (plan, bytes) => resultAsId(drawString(plan, bytes)),
  adopt: (result) => ({ ...resultAsId(result), inputs: inputsOfString(result) }),
});

const id = defineKind({
  inputs: idInputs,
  inputNames: Object.keys(idInputs.shape),
  drawn: ["id", "b64Std", "b64Url", "hex", "dec"],
  secrets: [],
  draw: ({ byteLength, prefix = "" }, bytes) => identifier(Buffer.from(bytes(byteLength)), prefix),
  adopt: adoptId,
});

// As with the real plugin, the id of RandomBytes is its value and so stands unencrypted in the
// state. A stand-in that hid this would let a program through that leaks with the real plugin.
const bytes = defineKind({
  inputs: bytesInputs,
  inputNames: Object.keys(bytesInputs.shape),
  drawn: ["base64", "hex"],
  secrets: ["base64", "hex"],
  emptyKeepersReplace: true,
  draw: ({ length }, source) => encodedBytes(Buffer.from(source(length))),
  adopt: adoptBytes,
});

const uuid = defineKind({
  inputs: uuidInputs,
  inputNames: Object.keys(uuidInputs.shape),
  drawn: ["id", "result"],
  secrets: [],
  draw: (_plan, source) => resultAsId(drawUuid(source)),
  adopt: adoptUuid,
});

// With a seed the number is always the same one, but not the one that the real plugin gives: that
// comes from the generator in Go's math/rand.
const integer = defineKind({
  inputs: integerInputs,
  inputNames: Object.keys(integerInputs.shape),
  drawn: ["id", "result"],
  secrets: [],
  draw: ({ min, max, seed }, source) => {
    const result = drawInteger(min, max, seed === undefined ? source : seededBytes(seed));
    return withId(String(result), { result });
  },
  adopt: adoptInteger,
});

/** The resource types of the stand-in by their Pulumi token. */
export const KINDS: ReadonlyMap<string, Kind> = new Map([
  ["random:index/randomPassword:RandomPassword", password],
  ["random:index/randomString:RandomString", string],
  ["random:index/randomId:RandomId", id],
  ["random:index/randomBytes:RandomBytes", bytes],
  ["random:index/randomUuid:RandomUuid", uuid],
  ["random:index/randomInteger:RandomInteger", integer],
]);

function withId(id: string, outputs: Drawn["outputs"]): Drawn {
  return { id, outputs: { id, ...outputs } };
}

function resultAsId(result: string): Drawn {
  return withId(result, { result });
}

// The real plugin counts the bytes of an imported string, and so do we.
function inputsOfString(result: string): Adopted["inputs"] {
  const length = Buffer.byteLength(result);
  return { length, special: true, upper: true, lower: true, number: true, numeric: true };
}

function identifier(value: Buffer, prefix: string): Drawn {
  const id = value.toString("base64url");
  return withId(id, {
    b64Std: prefix + value.toString("base64"),
    b64Url: prefix + id,
    hex: prefix + value.toString("hex"),
    dec: prefix + decimal(value),
  });
}

function encodedBytes(value: Buffer): Drawn {
  const base64 = value.toString("base64");
  return { id: base64, outputs: { base64, hex: value.toString("hex") } };
}

function adoptId(importId: string): Adopted {
  const comma = importId.lastIndexOf(",");
  const prefix = importId.slice(0, Math.max(comma, 0));
  const encoded = importId.slice(comma + 1);
  const value = Buffer.from(encoded, "base64url");
  if (value.length === 0 || value.toString("base64url") !== encoded) {
    throw new Error(`cannot import "${importId}": expected URL-safe base64, or PREFIX,BASE64`);
  }
  const inputs = { byteLength: value.length, ...(prefix === "" ? {} : { prefix }) };
  return { ...identifier(value, prefix), inputs };
}

function adoptBytes(importId: string): Adopted {
  const value = Buffer.from(importId, "base64");
  if (value.length === 0 || value.toString("base64") !== importId) {
    throw new Error("cannot import these bytes: expected padded base64 as the import id");
  }
  return { ...encodedBytes(value), inputs: { length: value.length } };
}

function adoptUuid(importId: string): Adopted {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(importId)) {
    throw new Error(`cannot import "${importId}": expected a UUID like aabbccdd-eeff-…`);
  }
  return { ...resultAsId(importId.toLowerCase()), inputs: {} };
}

function adoptInteger(importId: string): Adopted {
  const match = /^(-?\d+),(-?\d+),(-?\d+)(?:,(.*))?$/.exec(importId);
  if (match === null) {
    throw new Error(`cannot import "${importId}": expected RESULT,MIN,MAX or RESULT,MIN,MAX,SEED`);
  }
  const [, result = "", min, max, seed] = match;
  const inputs = { min: Number(min), max: Number(max), ...(seed ? { seed } : {}) };
  return { ...withId(result, { result: Number(result) }), inputs };
}
