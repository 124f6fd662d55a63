import { expect } from "chai";
import { z } from "zod";
import { OperatorError } from "../../config/operator-error";
import { type GeneratedSchema, standing } from "../../schemas/generated-schema";
import { jsonSchemaOf } from "../../schemas/json-schema";

const contract = (schema: z.ZodType): GeneratedSchema => ({
  kind: "contract",
  file: "outputs.v1.schema.json",
  output: "region",
  version: "OUTPUTS_VERSION",
  make: () => jsonSchemaOf(schema.describe("What is promised."), "Outputs"),
});

/** What `npm run schemas` would commit, released or not. */
function committed(generated: GeneratedSchema, released = false): string {
  const first = standing(generated, undefined);
  if (first.state !== "stale") throw new Error("A file that is not there is stale.");
  return first.text.replace('"x-released": false', `"x-released": ${released}`);
}

const before = contract(z.object({ name: z.string(), zone: z.string() }));
const smaller = contract(z.object({ name: z.string() }));
const larger = contract(z.object({ name: z.string(), zone: z.string(), url: z.string() }));

describe("a committed schema", () => {
  it("is current as long as the code makes the same", () => {
    expect(standing(before, committed(before)).state).to.equal("current");
    expect(standing(before, committed(before, true)).state).to.equal("current");
  });

  it("says what it is, and begins unreleased", () => {
    expect(JSON.parse(committed(smaller))).to.deep.equal({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      title: "Outputs",
      description: "What is promised.",
      "x-released": false,
      type: "object",
      properties: { name: { type: "string" } },
      required: ["name"],
    });
  });

  it("may change in any way before its release", () => {
    expect(standing(smaller, committed(before))).to.deep.equal({
      state: "stale",
      text: committed(smaller),
    });
  });

  it("grows after its release and stays released", () => {
    expect(standing(larger, committed(before, true))).to.deep.equal({
      state: "stale",
      text: committed(larger, true),
    });
  });

  it("refuses to break its readers after its release, and says what to do", () => {
    expect(standing(smaller, committed(before, true))).to.deep.equal({
      state: "refused",
      reason:
        "outputs.v1.schema.json is released, and programs that rely on it would break:\n" +
        "  region.zone is gone.\n" +
        "Take that back, or raise OUTPUTS_VERSION: the new contract gets a file of its own.",
    });
  });

  it("is not replaced where it cannot be read, since it may be released", () => {
    for (const text of ["<<<<<<< ours", '{ "properties": 1 }']) {
      expect(() => standing(before, text)).to.throw(
        OperatorError,
        /^outputs\.v1\.schema\.json cannot be read as a JSON Schema: /,
      );
    }
  });

  it("follows the code if it is only for editors", () => {
    const make = (schema: z.ZodType): GeneratedSchema => ({
      kind: "editor",
      file: "stack.schema.json",
      make: () => jsonSchemaOf(schema.describe("What is promised."), "Outputs"),
    });
    const text = committed(make(z.object({ name: z.string() })));
    expect(JSON.parse(text)).not.to.have.property("x-released");
    expect(standing(make(z.object({})), text).state).to.equal("stale");
  });
});
