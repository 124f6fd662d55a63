import fc from "fast-check";
import type { JsonSchema } from "../../schemas/json-schema";

/** A schema together with values that it allows. */
export interface Sample {
  readonly schema: JsonSchema;
  readonly values: fc.Arbitrary<unknown>;
}

/** A released schema and one that is near it: often the same, often changed in one place or more. */
export interface SamplePair {
  readonly released: Sample;
  readonly current: Sample;
}

const NAMES = ["name", "role", "zone"] as const;

const text: fc.Arbitrary<Sample> = fc.record({ minLength: fc.nat(2) }).map(({ minLength }) => ({
  schema: minLength === 0 ? { type: "string" } : { type: "string", minLength },
  values: fc.string({ minLength, maxLength: 3 }),
}));

const amount: fc.Arbitrary<Sample> = fc
  .record({ minimum: fc.integer({ min: -1, max: 1 }), maximum: fc.integer({ min: 2, max: 3 }) })
  .chain((bounds) => fc.constantFrom("integer", "number").map((type) => ({ type, ...bounds })))
  .map((schema) => ({
    schema,
    values:
      schema.type === "integer"
        ? fc.integer({ min: schema.minimum, max: schema.maximum })
        : fc.double({ min: schema.minimum, max: schema.maximum, noNaN: true }),
  }));

const choice: fc.Arbitrary<Sample> = fc
  .subarray(["a", "b", "c"], { minLength: 1 })
  .map((options) => ({
    schema: { type: "string", enum: options },
    values: fc.constantFrom(...options),
  }));

const nothing: Sample = { schema: { type: "null" }, values: fc.constant(null) };

const leaf = fc.oneof(text, amount, choice, fc.constant(nothing));

const union = (samples: readonly Sample[]): Sample => ({
  schema: { anyOf: samples.map(({ schema }) => schema) },
  values: fc.oneof(...samples.map(({ values }) => values)),
});

const list = ({ schema, values }: Sample): Sample => ({
  schema: { type: "array", items: schema },
  values: fc.array(values, { maxLength: 2 }),
});

const map = ({ schema, values }: Sample): Sample => ({
  schema: { type: "object", propertyNames: { type: "string" }, additionalProperties: schema },
  values: fc.dictionary(fc.constantFrom(...NAMES), values),
});

type Property = { readonly name: string; readonly sure: boolean; readonly sample: Sample };

const object = (properties: readonly Property[]): Sample => ({
  schema: {
    type: "object",
    properties: Object.fromEntries(properties.map(({ name, sample }) => [name, sample.schema])),
    required: properties.filter(({ sure }) => sure).map(({ name }) => name),
  },
  values: fc.record(
    Object.fromEntries(properties.map(({ name, sample }) => [name, sample.values])),
    { requiredKeys: properties.filter(({ sure }) => sure).map(({ name }) => name) },
  ),
});

/** How a side of a pair has a property; `undefined`: not at all. */
const presence = fc.oneof(
  { weight: 4, arbitrary: fc.constant(true) },
  fc.constantFrom(false, undefined),
);

const { pair } = fc.letrec<{ pair: SamplePair }>((tie) => {
  const same = leaf.map((sample) => ({ released: sample, current: sample }));
  const both = (pairs: readonly SamplePair[], make: (samples: readonly Sample[]) => Sample) => ({
    released: make(pairs.map(({ released }) => released)),
    current: make(pairs.map(({ current }) => current)),
  });
  const property = fc.record({ before: presence, now: presence, pair: tie("pair") });
  return {
    pair: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      { weight: 4, arbitrary: same },
      { weight: 1, arbitrary: fc.record({ released: leaf, current: leaf }) },
      { weight: 1, arbitrary: tie("pair").map((one) => both([one], ([s = nothing]) => list(s))) },
      { weight: 1, arbitrary: tie("pair").map((one) => both([one], ([s = nothing]) => map(s))) },
      {
        weight: 1,
        arbitrary: fc
          .array(tie("pair"), { minLength: 1, maxLength: 2 })
          .map((pairs) => both(pairs, union)),
      },
      {
        weight: 3,
        arbitrary: fc.tuple(property, property, property).map((properties) => {
          const side = (which: "released" | "current"): Sample =>
            object(
              properties.flatMap(({ before, now, pair: samples }, index) => {
                const sure = which === "released" ? before : now;
                const name = NAMES[index];
                if (sure === undefined || name === undefined) return [];
                return [{ name, sure, sample: samples[which] }];
              }),
            );
          return { released: side("released"), current: side("current") };
        }),
      },
    ),
  };
});

export const samplePairs: fc.Arbitrary<SamplePair> = pair;
