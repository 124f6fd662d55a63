import { expect } from "chai";
import { z } from "zod";
import { describeFields, describeSchema } from "../../config/schema-description";

const name = z.string().describe("a name");

describe("what a schema says of its values", () => {
  const cases: [what: string, schema: z.ZodType, expected: ReturnType<typeof describeSchema>][] = [
    ["a value that has to be there", name, { allowed: "a name", default: { kind: "required" } }],
    ["one that may be missing", name.optional(), { allowed: "a name", default: { kind: "none" } }],
    [
      "a default",
      name.default("home"),
      { allowed: "a name", default: { kind: "value", value: "home" } },
    ],
    [
      "a default in words",
      z.string().optional().describe("a name; left out: the stack's"),
      { allowed: "a name", default: { kind: "derived", words: "the stack's" } },
    ],
    [
      "a default that words explain",
      z.string().default("home").describe("a name; left out: the one of most"),
      { allowed: "a name", default: { kind: "value", value: "home" } },
    ],
    [
      "fields that have defaults of their own",
      z
        .strictObject({ at: name.default("home") })
        .prefault({})
        .describe("where it is"),
      { allowed: "where it is", default: { kind: "value", value: {} } },
    ],
    ["nothing at all", z.string(), { allowed: "", default: { kind: "required" } }],
  ];
  for (const [what, schema, expected] of cases) {
    it(`tells ${what}`, () => {
      expect(describeSchema(schema)).to.deep.equal(expected);
    });
  }

  it("names every field below it, through lists, maps and defaults", () => {
    const schema = z.object({
      zones: z
        .record(z.string(), z.object({ why: name }))
        .default({})
        .describe("zones"),
      routing: z.object({ strategy: name }).prefault({ strategy: "hybrid" }).describe("routing"),
      regions: z.array(z.object({ at: z.object({ url: name }).optional() })).describe("regions"),
    });
    expect(
      describeFields(schema, "topology").map(({ path, allowed }) => [path, allowed]),
    ).to.deep.equal([
      ["topology.zones", "zones"],
      ["topology.zones.*.why", "a name"],
      ["topology.routing", "routing"],
      ["topology.routing.strategy", "a name"],
      ["topology.regions", "regions"],
      ["topology.regions[].at", ""],
      ["topology.regions[].at.url", "a name"],
    ]);
  });
});
