import { expect } from "chai";
import fc from "fast-check";
import { z } from "zod";
import { parse, type Problem } from "../../config/problems";

const origin = { file: "Pulumi.home.yaml", prefix: "nephoran:" };

function problemsOf(schema: z.ZodType, input: unknown): readonly Problem[] {
  const parsed = parse(schema, input, origin);
  return "problems" in parsed ? parsed.problems : [];
}

describe("a value that must not be repeated", () => {
  const path = z.string().startsWith("/").meta({ seen: "not a path" });
  const settings = (field: z.ZodType) => z.object({ file: field });

  const schemas: Readonly<Record<string, z.ZodType>> = {
    "as its schema is": path,
    "that may be missing": path.optional(),
    "with a description": path.optional().describe("a path"),
    "with a default": path.default("/").describe("a path"),
  };
  for (const [which, field] of Object.entries(schemas)) {
    it(`is told by the words of its schema: one ${which}`, () => {
      fc.assert(
        fc.property(fc.jsonValue(), (file) => {
          fc.pre(typeof file !== "string" || !file.startsWith("/"));
          const seen = problemsOf(settings(field), { file }).map((problem) => problem.seen);
          expect(seen).to.deep.equal(["not a path"]);
        }),
      );
    });
  }

  it("is still said to be missing where it is", () => {
    expect(problemsOf(settings(path), {}).map(({ seen }) => seen)).to.deep.equal(["missing"]);
  });

  it("does not hide others beside it", () => {
    const schema = z.object({ file: path, count: z.int() });
    expect(problemsOf(schema, { file: "a", count: "b" }).map(({ seen }) => seen)).to.deep.equal([
      "not a path",
      '"b"',
    ]);
  });
});
