import { createHash } from "node:crypto";

/**
 * Gives `count` random bytes: `randomBytes` of node:crypto where it counts, something repeatable in
 * tests.
 */
export type ByteSource = (count: number) => Uint8Array;

/** What a random string may contain and must contain; `length` counts characters, not bytes. */
export interface StringRecipe {
  readonly length: number;
  readonly upper: boolean;
  readonly lower: boolean;
  readonly numeric: boolean;
  readonly special: boolean;
  readonly minUpper: number;
  readonly minLower: number;
  readonly minNumeric: number;
  readonly minSpecial: number;
  /** Takes the place of the built-in special characters; empty means the built-in ones. */
  readonly overrideSpecial?: string | undefined;
}

/** The characters that the real plugin documents for `special`. */
export const SPECIAL_CHARACTERS = "!@#$%&*()-_=+[]{}<>:?";
const UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const LOWER = "abcdefghijklmnopqrstuvwxyz";
const DIGITS = "0123456789";

/**
 * A string by the recipe: the minimum of each class, the rest from all allowed classes, shuffled.
 * As in the real plugin, a minimum is kept even where its class is otherwise switched off.
 *
 * @throws RangeError if no class is allowed, or the minimums do not fit into the length.
 */
export function drawString(recipe: StringRecipe, bytes: ByteSource): string {
  const specials = recipe.overrideSpecial ? recipe.overrideSpecial : SPECIAL_CHARACTERS;
  const classes = [
    { characters: Array.from(UPPER), allowed: recipe.upper, minimum: recipe.minUpper },
    { characters: Array.from(LOWER), allowed: recipe.lower, minimum: recipe.minLower },
    { characters: Array.from(DIGITS), allowed: recipe.numeric, minimum: recipe.minNumeric },
    { characters: Array.from(specials), allowed: recipe.special, minimum: recipe.minSpecial },
  ];
  const alphabet = classes.flatMap((each) => (each.allowed ? each.characters : []));
  const required = classes.flatMap((each) => pick(each.characters, each.minimum, bytes));
  if (alphabet.length === 0) throw new RangeError("no character class is allowed");
  if (required.length > recipe.length) {
    throw new RangeError(
      `${required.length} required characters, but a length of ${recipe.length}`,
    );
  }
  const rest = pick(alphabet, recipe.length - required.length, bytes);
  return shuffle([...required, ...rest], bytes).join("");
}

/** An integer from `min` to `max`, both included and equally likely. */
export function drawInteger(min: number, max: number, bytes: ByteSource): number {
  const span = BigInt(max) - BigInt(min) + 1n;
  return Number(BigInt(min) + uniformBelow(span, bytes));
}

/** 16 random bytes written as a UUID; like the real plugin's, without version and variant bits. */
export function drawUuid(bytes: ByteSource): string {
  const hex = Buffer.from(bytes(16)).toString("hex");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** The bytes as one big-endian number, in decimal digits without padding. */
export function decimal(bytes: Uint8Array): string {
  return toBigInt(bytes).toString();
}

/** An endless stream of bytes that depends on the seed alone: SHA-256 over seed and block number. */
export function seededBytes(seed: string): ByteSource {
  let block = 0;
  let ready = Buffer.alloc(0);
  return (count) => {
    while (ready.length < count) {
      const digest = createHash("sha256").update(`${block}:${seed}`).digest();
      ready = Buffer.concat([ready, digest]);
      block += 1;
    }
    const taken = ready.subarray(0, count);
    ready = ready.subarray(count);
    return taken;
  };
}

/**
 * A number from 0 up to, but not including, `bound`. What falls outside is thrown away and drawn
 * again: a remainder would make the small numbers likelier.
 */
export function uniformBelow(bound: bigint, bytes: ByteSource): bigint {
  const bits = (bound - 1n).toString(2).length;
  const mask = (1n << BigInt(bits)) - 1n;
  for (;;) {
    const candidate = toBigInt(bytes(Math.ceil(bits / 8))) & mask;
    if (candidate < bound) return candidate;
  }
}

function pick(characters: readonly string[], count: number, bytes: ByteSource): string[] {
  return Array.from({ length: count }, () => at(characters, below(characters.length, bytes)));
}

function shuffle(characters: readonly string[], bytes: ByteSource): string[] {
  const shuffled = [...characters];
  for (let last = shuffled.length - 1; last > 0; last -= 1) {
    const other = below(last + 1, bytes);
    [shuffled[last], shuffled[other]] = [at(shuffled, other), at(shuffled, last)];
  }
  return shuffled;
}

function below(bound: number, bytes: ByteSource): number {
  return Number(uniformBelow(BigInt(bound), bytes));
}

function at(characters: readonly string[], index: number): string {
  const character = characters[index];
  if (character === undefined) throw new RangeError(`no character at ${index}`);
  return character;
}

function toBigInt(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString("hex")}`);
}
