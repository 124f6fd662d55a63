import { expect } from "chai";
import { selfContained, strictSchema } from "../../../render/schemas/strict";

describe("a strict schema", () => {
  it("closes an object that lists its fields, at every depth", () => {
    const inner = { type: "object", properties: { name: { type: "string" } } };
    const list = { type: "array", items: inner };
    const schema = strictSchema({ type: "object", properties: { list } }, "open");
    const closed = { ...inner, additionalProperties: false };
    expect(schema).to.deep.equal({
      type: "object",
      properties: { list: { type: "array", items: closed } },
      additionalProperties: false,
    });
  });

  it("leaves a free-form object open in a built-in kind, and closes it in a custom one", () => {
    expect(strictSchema({ type: "object" }, "open")).to.not.have.property("additionalProperties");
    expect(strictSchema({ type: "object" }, "closed")["additionalProperties"]).to.equal(false);
  });

  it("leaves open what keeps unknown fields", () => {
    const node = {
      type: "object",
      properties: { a: { type: "string" } },
      "x-kubernetes-preserve-unknown-fields": true,
    };
    expect(strictSchema(node, "closed")).to.not.have.property("additionalProperties");
  });

  it("takes a number or a text where Kubernetes takes either", () => {
    const node = { "x-kubernetes-int-or-string": true };
    expect(strictSchema(node, "open")).to.deep.equal({
      anyOf: [{ type: "integer" }, { type: "string" }],
    });
  });

  it("takes null where that is allowed", () => {
    expect(strictSchema({ type: "string", nullable: true }, "open")).to.deep.equal({
      anyOf: [{ type: "null" }, { type: "string" }],
    });
  });
});

describe("a schema that is complete in itself", () => {
  const to = (name: string) => ({ $ref: `#/definitions/${name}` });

  it("brings what it leads to, also in circles, and nothing else", () => {
    const definitions = { A: { properties: { b: to("B") } }, B: to("A"), C: { type: "string" } };
    const { definitions: brought } = selfContained(to("A"), definitions);
    expect(brought).to.have.all.keys("A", "B");
  });

  it("is refused when what it leads to is defined nowhere", () => {
    expect(() => selfContained(to("Missing"), {})).to.throw("No OpenAPI document defines Missing.");
  });
});
