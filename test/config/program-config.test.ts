import { expect } from "chai";
import fc from "fast-check";
import { intentsInFlight } from "../../config/derived";
import { ConfigError } from "../../config/problems";
import { parseProgramConfig } from "../../config/program-config";
import { shippedProject } from "../shipped-project";

const { topology } = shippedProject;

const parse = (stack: string, settings: Record<string, unknown> = {}) =>
  parseProgramConfig({ stack, topology, settings });

const messageOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error("expected a ConfigError");
};

describe("the configuration of a region's stack", () => {
  it("has the documented defaults when the stack file says nothing", () => {
    const config = parse("us-east-1");
    expect(config.release).to.deep.equal({ registry: "docker.io", version: "latest" });
    expect(config.maxConcurrentIntents).to.equal(100);
    expect(config.llmReplicas).to.deep.equal({ minimum: 3, maximum: 6 });
    expect(config.cluster).to.deep.equal({ context: "us-east-1" });
  });

  it("takes numbers as the engine gives them, as text", () => {
    const config = parse("eu-west-1", { LLM_REPLICAS: "5", MAX_CONCURRENT_INTENTS: "12" });
    expect(config.llmReplicas.minimum).to.equal(5);
    expect(config.maxConcurrentIntents).to.equal(12);
  });

  it("lists every problem of the stack file at once", () => {
    const message = messageOf(() =>
      parse("eu-west-1", { LLM_REPLICAS: "many", REGISTRY: "https://docker.io", LLM_REPLICS: "3" }),
    );
    expect(message).to.contain("3 problems; nothing was deployed");
    expect(message).to.contain('Pulumi.eu-west-1.yaml: nephoran:LLM_REPLICAS is "many"');
    expect(message).to.contain('nephoran:REGISTRY is "https://docker.io"');
    expect(message).to.contain("nephoran:LLM_REPLICS is not a known key");
  });

  it("refuses a stack that no region is named after, and names the regions", () => {
    const message = messageOf(() => parse("mars-1"));
    expect(message).to.contain('Pulumi.mars-1.yaml: the stack\'s name is "mars-1"');
    expect(message).to.contain("us-east-1, eu-west-1, ap-southeast-1, us-west-2");
  });

  it("refuses a REGION that is another stack's", () => {
    expect(messageOf(() => parse("us-east-1", { REGION: "eu-west-1" }))).to.contain(
      'nephoran:REGION is "eu-west-1"\n    allowed: us-east-1',
    );
  });

  it("derives the intents in flight from the capacity, growing with it and never none", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), (capacity) => {
        expect(intentsInFlight(capacity)).to.be.at.least(1);
        expect(intentsInFlight(capacity + 10)).to.be.at.least(intentsInFlight(capacity));
      }),
    );
  });
});
