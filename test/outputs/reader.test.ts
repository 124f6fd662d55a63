import { expect } from "chai";
import { parseRegionOutputs } from "../../outputs/reader";
import { capture } from "../../render/capture";
import { shippedStack } from "../shipped-project";

const STACK = "organization/nephoran/eu-west-1";

describe("reading a region's outputs", () => {
  it("gives what the program promised", async () => {
    const { outputs } = await capture("nephoran", shippedStack("eu-west-1"));
    const sent: unknown = JSON.parse(JSON.stringify(outputs));
    expect(parseRegionOutputs(STACK, sent)).to.deep.equal(outputs);
  });

  it("names the stack, both versions and every missing field", async () => {
    const { outputs } = await capture("nephoran", shippedStack("eu-west-1"));
    const old = { ...outputs, schemaVersion: 0, endpoints: {} };
    expect(() => parseRegionOutputs(STACK, old)).to.throw(
      /Stack organization\/nephoran\/eu-west-1 has outputs of version 0, this reader expects version 1/,
    );
    expect(() => parseRegionOutputs(STACK, old)).to.throw(
      /region\.endpoints\.llmProcessorRegional/,
    );
  });

  it("ignores what a newer release adds", async () => {
    const { outputs } = await capture("nephoran", shippedStack("us-east-1"));
    const newer = { ...outputs, regionalModel: "x" };
    expect(parseRegionOutputs(STACK, newer)).to.deep.equal(outputs);
  });
});
