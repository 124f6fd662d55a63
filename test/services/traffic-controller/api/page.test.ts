import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { z } from "zod";
import { decisionAnswer } from "../../../../services/traffic-controller/api/decision-schema";
import { API_PAGE, apiPage } from "../../../../services/traffic-controller/api/page/page";
import { fieldRows } from "../../../../services/traffic-controller/api/page/field-rows";
import { sampleDecision } from "../../../../services/traffic-controller/api/page/sample";
import { projectDirectory } from "../../../shipped-project";

describe(API_PAGE, () => {
  it("is what `npm run schemas` writes now", () => {
    const page = readFileSync(join(projectDirectory, API_PAGE), "utf8");
    expect(page === apiPage(), "run `npm run schemas`").to.equal(true);
  });

  it("shows an answer that fits its schema, as strictly as it can be taken", () => {
    decisionAnswer.strict().parse(JSON.parse(JSON.stringify(sampleDecision())));
  });

  it("has every field of a schema, at any depth, with its type", () => {
    const schema = z.object({
      one: z.array(z.object({ two: z.int().optional().describe("two of it") })).describe("some"),
      three: z.record(z.string(), z.object({ four: z.enum(["a", "b"]).nullable() })),
      five: z.array(z.string()),
    });
    expect(fieldRows(schema)).to.deep.equal([
      ["`one`", "list of objects", "some"],
      ["`one[].two`", "whole number, may be absent", "two of it"],
      ["`three`", "map of objects", ""],
      ["`three.*.four`", "`a`, `b`", ""],
      ["`five`", "list of text", ""],
    ]);
  });
});
