import { join } from "node:path";
import { expect } from "chai";
import { repositoryRoot } from "../../sandbox/layout";
import { sharedSandbox, type SharedSandbox } from "../engine-sandbox";
import { otherProject } from "../other-project";

const reader = JSON.stringify(join(repositoryRoot, "outputs", "reader"));

/** Another team's program, which follows a region's promises. */
const consumer = `
import { readRegion } from ${reader};
const region = readRegion("eu-west-1");
export const zone = region.residencyZone;
export const url = region.endpoints.llmProcessorRegional;
`;

const impatientConsumer = `
import { readRegion } from ${reader};
export const role = readRegion("empty", { project: "consumer" }).role;
`;

describe("another team's program", function () {
  this.timeout(180_000);
  const { signal } = new AbortController();

  let sandbox: SharedSandbox;
  before(async () => {
    sandbox = await sharedSandbox();
  });

  it("reads a region's outputs, typed", async () => {
    const engine = otherProject(sandbox, "consumer", consumer);
    await engine.init(["consumer"], signal);
    await engine.run("consumer", ["up", "--yes", "--skip-preview"], signal);
    expect(await engine.outputs("consumer", signal)).to.deep.equal({
      zone: "eu",
      url: "http://llm-processor-regional.nephoran-system.svc:8080",
    });
  });

  it("is told which region is not deployed yet, and what to run", async () => {
    const engine = otherProject(sandbox, "consumer", impatientConsumer);
    await engine.init(["empty", "impatient"], signal);
    const failure = await engine.run("impatient", ["preview"], signal).then(
      () => "passed",
      (error: unknown) => (error as Error).message,
    );
    expect(failure).to.contain("organization/consumer/empty has no output `region`");
    expect(failure).to.contain("pulumi up --stack empty");
  });
});
