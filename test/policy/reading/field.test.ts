import { specialSecretSig, specialSigKey } from "@pulumi/pulumi/runtime/rpc";
import { expect } from "chai";
import { Field } from "../../../policy/reading/field";
import { Undecidable } from "../../../policy/rule";
import { resourceOf } from "../judge";

const field = (inputs: Record<string, unknown>): Field =>
  Field.of(resourceOf("kubernetes:core/v1:ConfigMap", "settings", inputs));

describe("a field of a resource", () => {
  it("knows where it stands", () => {
    const [, second] = field({ spec: { ports: [{ port: 1 }, { port: 2 }] } }).at(
      "spec",
      "ports",
    ).items;
    expect(second?.at("port").path).to.equal("spec.ports[1].port");
    expect(second?.at("port").number).to.equal(2);
  });

  it("gives nothing for what is not there, or of another type", () => {
    const data = field({ data: { name: "a" } }).at("data");
    expect(data.at("other", "deeper").value).to.equal(undefined);
    expect(data.at("name", "deeper").isSet).to.equal(false);
    expect(data.at("name").number).to.equal(undefined);
    expect(data.at("name").items).to.deep.equal([]);
    expect(data.text).to.equal(undefined);
  });

  it("throws for an unknown value as soon as it is read, and only then", () => {
    const data = field({ data: { known: "a", unknown: undefined } }).at("data");
    expect(data.at("known").text).to.equal("a");
    expect(data.entries.map(([key]) => key)).to.deep.equal(["known", "unknown"]);
    expect(data.at("unknown").isUnknown).to.equal(true);
    expect(() => data.at("unknown").text)
      .to.throw(Undecidable)
      .with.property("path", "data.unknown");
    expect(() => data.at("unknown", "deeper")).to.throw(Undecidable);
  });

  it("reads what is marked as secret, and tells of the mark", () => {
    const secret = { [specialSigKey]: specialSecretSig, value: { key: "given" } };
    const data = field({ data: secret }).at("data");
    expect(data.isMarkedSecret).to.equal(true);
    expect(data.at("key").text).to.equal("given");
    expect(data.at("key").isMarkedSecret).to.equal(false);
  });
});
