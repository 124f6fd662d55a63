import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import {
  parseRegionOutputs,
  readRegion,
  readRegionIfDeployed,
  readRegionSecrets,
} from "../../outputs/reader";
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

  it("asks for a stack once, however often it is read", async () => {
    const { outputs } = await capture("nephoran", shippedStack("eu-west-1"));
    const asked: string[] = [];
    const region: unknown = JSON.parse(JSON.stringify(outputs));
    const regionSecrets = { schemaVersion: 1, oauth2ClientSecret: "of a test", remoteReader: null };
    const mocks: pulumi.runtime.Mocks = {
      newResource: ({ type, name, inputs }) => {
        if (type === "pulumi:pulumi:StackReference") asked.push(name);
        const state = { ...(inputs as object), outputs: { region, regionSecrets } };
        return { id: name, state };
      },
      call: () => ({}),
    };
    await pulumi.runtime.setMocks(mocks, "consumer", "dev", false, "organization");
    const read: pulumi.Output<unknown>[] = [];
    await pulumi.runtime.runInPulumiStack(() => {
      read.push(
        readRegion("eu-west-1").name,
        readRegionIfDeployed("eu-west-1").apply((found) => found?.residencyZone),
        readRegionSecrets("eu-west-1").oauth2ClientSecret,
      );
      return Promise.resolve({});
    });
    await pulumi.runtime.disconnect();
    expect(asked).to.deep.equal([STACK]);
    expect(await Promise.all(read.map(valueOf))).to.deep.equal(["eu-west-1", "eu", "of a test"]);
    expect(await Promise.all(read.map(pulumi.isSecret))).to.deep.equal([false, false, true]);
  });
});

const valueOf = (output: pulumi.Output<unknown>): Promise<unknown> =>
  new Promise((resolve) => output.apply(resolve));
