import { z } from "zod";
import { UNKNOWN, type Unknown } from "./properties";

/** Plan properties with the unknown ones ruled out, as they are once the engine applies a plan. */
export type Known<Plan> = { readonly [Name in keyof Plan]: Exclude<Plan[Name], Unknown> };

const unknown = z.custom<Unknown>((value) => value === UNKNOWN);

function orUnknown<Schema extends z.ZodType>(schema: Schema, error: string) {
  return z.union([schema, unknown], { error });
}

function wholeNumber(error: string, minimum = Number.MIN_SAFE_INTEGER) {
  return orUnknown(z.int({ error }).min(minimum, { error }), error);
}

function atLeast(minimum: number) {
  return wholeNumber(`expected a whole number of at least ${minimum}`, minimum);
}

const integer = wholeNumber("expected a whole number within ±(2^53 - 1)");
const flag = orUnknown(z.boolean(), "expected true or false");
const text = orUnknown(z.string(), "expected a string");

const allowed = flag.nullish().transform((value) => value ?? true);
const minimum = atLeast(0)
  .nullish()
  .transform((value) => value ?? 0);
const optionalText = text.nullish().transform((value) => value ?? undefined);
const keepers = orUnknown(z.record(z.string(), text.nullable()), "expected a map of strings")
  .nullish()
  .transform((value) => value ?? undefined);

function knownOrZero(value: number | Unknown): number {
  return value === UNKNOWN ? 0 : value;
}

const stringShape = z.strictObject({
  keepers,
  length: atLeast(1),
  special: allowed,
  upper: allowed,
  lower: allowed,
  number: flag.nullish(),
  numeric: flag.nullish(),
  minNumeric: minimum,
  minUpper: minimum,
  minLower: minimum,
  minSpecial: minimum,
  overrideSpecial: optionalText,
});
/** The names of `stringInputs`, which as a pipeline cannot tell them itself. */
export const stringInputNames = Object.keys(stringShape.shape);
/** The inputs of RandomPassword and of RandomString. */
export const stringInputs = stringShape
  .superRefine((inputs, context) => {
    const { length, number, numeric } = inputs;
    const refuse = (property: string, message: string): void => {
      context.addIssue({ code: "custom", path: [property], message });
    };

    const required =
      knownOrZero(inputs.minUpper) +
      knownOrZero(inputs.minLower) +
      knownOrZero(inputs.minNumeric) +
      knownOrZero(inputs.minSpecial);
    if (length !== UNKNOWN && length < required) {
      refuse("length", `expected at least ${required}, the sum of the min* inputs`);
    }

    if (typeof number === "boolean" && typeof numeric === "boolean" && number !== numeric) {
      refuse("number", "number and numeric differ; number is deprecated, set numeric only");
    }
    const { special, upper, lower } = inputs;
    if ([special, upper, lower, numeric ?? number ?? true].every((each) => each === false)) {
      refuse(
        typeof numeric === "boolean" ? "numeric" : "number",
        "expected at least one of special, upper, lower and numeric to be true",
      );
    }
  })
  // The deprecated name and its successor always carry the same value.
  .transform(({ number, numeric, ...rest }) => {
    const digits: boolean | Unknown = numeric ?? number ?? true;
    const settled: Record<"number" | "numeric", typeof digits> = {
      number: digits,
      numeric: digits,
    };
    return { ...rest, ...settled };
  });

/** The inputs of RandomId. */
export const idInputs = z.strictObject({
  keepers,
  byteLength: atLeast(1),
  prefix: optionalText,
});

/** The inputs of RandomBytes. */
export const bytesInputs = z.strictObject({ keepers, length: atLeast(1) });

/** The inputs of RandomUuid. */
export const uuidInputs = z.strictObject({ keepers });

/** The inputs of RandomInteger. */
export const integerInputs = z
  .strictObject({
    keepers,
    min: integer,
    max: integer,
    // An empty seed is no seed, as in the real plugin.
    seed: text.nullish().transform((value) => (value === "" ? undefined : (value ?? undefined))),
  })
  .superRefine(({ min, max }, context) => {
    if (min === UNKNOWN || max === UNKNOWN || min <= max) return;
    context.addIssue({
      code: "custom",
      path: ["max"],
      message: `expected at least min, which is ${min}`,
    });
  });
