import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { vanishedPaths } from "../../render/vanished";

describe("vanished values", () => {
  it("are found below objects and lists", () => {
    const declared = {
      metadata: { name: "a", uid: pulumi.output(undefined) },
      items: [{ value: pulumi.output("x") }, { value: Promise.resolve(undefined) }],
    };
    const resolved = { metadata: { name: "a" }, items: [{ value: "x" }, {}] };
    expect(vanishedPaths(declared, resolved)).to.deep.equal(["metadata.uid", "items[1].value"]);
  });

  it("are not confused with unknown ones, whose key is still there", () => {
    const declared = { ip: pulumi.output("later") };
    expect(vanishedPaths(declared, { ip: undefined })).to.deep.equal([]);
  });

  it("are not confused with options that were never given", () => {
    expect(vanishedPaths({ ip: undefined }, {})).to.deep.equal([]);
  });
});
