import { expect } from "chai";
import fc from "fast-check";
import { z } from "zod";
import { breakingChanges } from "../../schemas/breaking-changes";
import { type JsonSchema, jsonSchema } from "../../schemas/json-schema";
import { samplePairs } from "./sample-schemas";

const described = (schema: z.ZodType): JsonSchema =>
  jsonSchema.parse(z.toJSONSchema(schema, { io: "input" }));

/** The changes from one zod schema to the other, for a field `region.x`. */
function changes(before: z.ZodType, now: z.ZodType): string[] {
  const [released, current] = [z.object({ x: before }), z.object({ x: now })];
  return breakingChanges(described(released), described(current), "region");
}

describe("breaking changes of a contract", () => {
  const { string, number, int, object, array, record, union, literal } = z;
  const roles = z.enum(["primary", "edge", "dr"]);
  const file = object({ kind: literal("file"), path: string() });
  const link = object({ kind: literal("link"), url: string() });

  const broken: [what: string, before: z.ZodType, now: z.ZodType, sentence: string][] = [
    [
      "another type",
      string(),
      number(),
      "region.x may now be a number; it was promised to be a string.",
    ],
    [
      "null where there was none",
      object({}),
      object({}).nullable(),
      "region.x may now be null; it was promised to be an object.",
    ],
    [
      "a new value of an enum, which readers thought they knew",
      roles.exclude(["dr"]),
      roles,
      'region.x may now be "dr"; it was promised to be "primary" or "edge".',
    ],
    [
      "any text where values were listed",
      roles,
      string(),
      'region.x may now be a string; it was promised to be "primary", "edge" or "dr".',
    ],
    ["another constant", literal(1), literal(2), "region.x may now be 2; it was promised to be 1."],
    [
      "a third kind of value",
      union([string(), number()]),
      union([string(), number(), z.boolean()]),
      "region.x may now be a boolean; it was promised to be a string or a number.",
    ],
    [
      "fractions of what was whole",
      number().int().min(0).max(9),
      number().min(0).max(9),
      "region.x may now be a number; it was promised to be a whole number.",
    ],
    [
      "a lower minimum",
      number().min(1),
      number().min(0),
      "region.x was promised with minimum 1; now it has minimum 0.",
    ],
    [
      "no maximum any more",
      number().max(9),
      number(),
      "region.x was promised with maximum 9; now it has no maximum.",
    ],
    [
      "a higher maximum",
      number().max(9),
      number().max(10),
      "region.x was promised with maximum 9; now it has maximum 10.",
    ],
    [
      "another pattern, which nothing but a person can compare",
      string().regex(/^a/),
      string().regex(/^ab/),
      'region.x was promised with pattern "^a"; now it has pattern "^ab".',
    ],
    [
      "listed values where there was a pattern, which is not held against them",
      string().regex(/^[a-z]+$/),
      roles,
      'region.x was promised with pattern "^[a-z]+$"; now it has no pattern.',
    ],
    [
      "an empty list where there was always an item",
      array(string()).min(1),
      array(string()),
      "region.x was promised with minItems 1; now it has no minItems.",
    ],
    [
      "other items of a list",
      array(object({ url: string() })),
      array(object({ url: string().optional() })),
      "region.x[].url may now be missing; it was promised to be there.",
    ],
    [
      "other values of a map",
      record(string(), number()),
      record(string(), number().nullable()),
      "region.x.* may now be null; it was promised to be a number.",
    ],
    [
      "other keys of a map",
      z.partialRecord(roles, string()),
      record(string(), string()),
      'a key of region.x may now be a string; it was promised to be "primary", "edge" or "dr".',
    ],
    [
      "a property of another type than all that may be added",
      object({}).catchall(string()),
      object({ y: number() }).catchall(string()),
      "region.x.y may now be a number; it was promised to be a string.",
    ],
    [
      "a kind of object that is new",
      z.discriminatedUnion("kind", [file, link]),
      z.discriminatedUnion("kind", [file, link, file.extend({ kind: literal("none") })]),
      'region.x.kind may now be "none"; it was promised to be "file".',
    ],
    [
      "what one kind of object lacks, though another never had it",
      z.discriminatedUnion("kind", [file, link]),
      z.discriminatedUnion("kind", [file, link.omit({ url: true })]),
      "region.x.url is gone.",
    ],
    [
      "what several kinds of object lack, once",
      union([array(object({ y: string() })).max(1), array(object({ y: string() })).min(2)]),
      union([array(object({})).max(1), array(object({})).min(2)]),
      "region.x[].y is gone.",
    ],
    [
      "a key that a map always had",
      record(z.enum(["eu"]), string()),
      z.partialRecord(z.enum(["eu"]), string()),
      "region.x.eu may now be missing; it was promised to be there.",
    ],
    [
      "an addition where none was to come",
      z.strictObject({}),
      z.strictObject({ y: string() }),
      "region.x.y is new, where nothing was to be added.",
    ],
    [
      "an opening for additions where none was to come",
      z.strictObject({}),
      object({}),
      "region.x may now have any property; it was promised not to.",
    ],
    [
      "a keyword that this comparison does not know",
      z.unknown().meta({ minContains: 2 }),
      z.unknown().meta({ minContains: 3 }),
      "region.x was promised with minContains 2; now it has minContains 3.",
    ],
  ];
  for (const [what, before, now, sentence] of broken) {
    it(`tell of ${what}`, () => {
      expect(changes(before, now)).to.deep.equal([sentence]);
    });
  }

  const kept: [what: string, before: z.ZodType, now: z.ZodType][] = [
    ["a new property", object({}), object({ y: string() })],
    ["a value that an enum no longer has", roles, roles.exclude(["dr"])],
    ["a text of which the values are now listed", string(), roles],
    ["null that no longer occurs", string().nullable(), string()],
    ["a number that is now whole", number(), int()],
    ["a tighter bound", number().min(0).max(9), number().min(1).max(8)],
    ["a first bound and a first pattern", string(), string().regex(/^a/).min(1)],
    [
      "a property that is now always there",
      object({ y: string().optional() }),
      object({ y: string() }),
    ],
    [
      "a map of which all keys are now known",
      record(string(), string()),
      z.strictObject({ eu: string() }),
    ],
    ["other words for people", string().describe("A."), string().describe("B.")],
    ["the order of alternatives", union([string(), number()]), union([number(), string()])],
  ];
  for (const [what, before, now] of kept) {
    it(`are not in ${what}`, () => {
      expect(changes(before, now)).to.deep.equal([]);
    });
  }

  it("name a property that is gone once, whatever it held", () => {
    const before = described(object({ role: roles, at: object({ url: string() }) }));
    expect(breakingChanges(before, described(object({ role: roles })), "region")).to.deep.equal([
      "region.at is gone.",
    ]);
  });

  it("are not confused by a name that every object inherits", () => {
    const before = described(object({}).catchall(string()));
    const now = described(object({ constructor: string() }).catchall(string()));
    expect(breakingChanges(before, now, "region")).to.deep.equal([]);
    expect(breakingChanges(now, before, "region")).to.deep.equal(["region.constructor is gone."]);
  });

  it("leave no value out that a reader of the released contract would refuse", () => {
    let compatible = 0;
    const values = samplePairs.chain(({ released, current }) =>
      current.values.map((value) => ({
        released: released.schema,
        current: current.schema,
        value,
      })),
    );
    fc.assert(
      fc.property(values, ({ released, current, value }) => {
        fc.pre(breakingChanges(released, current, "region").length === 0);
        compatible += released === current ? 0 : 1;
        const reader = z.fromJSONSchema(released as Parameters<typeof z.fromJSONSchema>[0]);
        expect(reader.safeParse(value).success).to.equal(true);
      }),
      { numRuns: 1000 },
    );
    expect(compatible).to.be.greaterThan(100);
  });

  it("are none between a contract and itself", () => {
    fc.assert(
      fc.property(samplePairs, ({ released: { schema } }) => {
        expect(breakingChanges(schema, schema, "region")).to.deep.equal([]);
      }),
    );
  });
});
