import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { stringify } from "yaml";
import { OUTPUTS_VERSION, REGION_OUTPUT } from "../../outputs/schema";
import { Engine } from "../../sandbox/stacks/engine";
import { sharedSandbox, type SharedSandbox, UP_TIMEOUT_MS } from "../engine-sandbox";
import { otherProject } from "../other-project";
import { installConsumer } from "./installed-consumer";

/** As in examples/consumer/Pulumi.yaml. */
const PROJECT = "intent-router";

describe("the example consumer, with the packed reader", function () {
  this.timeout(180_000);
  const { signal } = new AbortController();

  let directory = "";
  let sandbox: SharedSandbox;
  let consumer: Engine;
  before(async function () {
    this.timeout(UP_TIMEOUT_MS);
    sandbox = await sharedSandbox();
    // Outside of this repository, whose own packages would stand in for what is not declared.
    directory = mkdtempSync(join(tmpdir(), "nephoran-"));
    await installConsumer(directory);
    consumer = new Engine(
      { ...sandbox.layout, project: directory },
      { ...sandbox.environment, PULUMI_NODEJS_TSCONFIG_PATH: undefined },
    );
  });
  after(() => {
    rmSync(directory, { recursive: true, force: true });
  });

  /** A stack of the consumer, with these settings. */
  async function initConsumer(stack: string, settings: Readonly<Record<string, unknown>>) {
    const config = Object.entries(settings).map(([key, value]) => [`${PROJECT}:${key}`, value]);
    const file = join(directory, `Pulumi.${stack}.yaml`);
    writeFileSync(file, stringify({ config: Object.fromEntries(config) as object }));
    await consumer.init([stack], signal);
  }

  async function outputsOf(stack: string, settings: Readonly<Record<string, unknown>>) {
    await initConsumer(stack, settings);
    await consumer.run(stack, ["up", "--yes", "--skip-preview"], signal);
    return consumer.outputs(stack, signal);
  }

  async function previewFailure(stack: string, settings: Readonly<Record<string, unknown>>) {
    await initConsumer(stack, settings);
    return consumer.run(stack, ["preview"], signal).then(
      () => "passed",
      (error: unknown) => (error as Error).message,
    );
  }

  /** Regions of another project, of which at most eu-west-1 is deployed. */
  async function otherRegions(project: string, region?: unknown) {
    const program = `export const ${REGION_OUTPUT} = ${JSON.stringify(region)};`;
    const engine = otherProject(sandbox, project, program);
    await engine.init(["eu-west-1", "us-west-2"], signal);
    if (region === undefined) return;
    await engine.run("eu-west-1", ["up", "--yes", "--skip-preview"], signal);
  }

  const deployedRegion = async () =>
    (await sandbox.engine.outputs("eu-west-1", signal))[REGION_OUTPUT] as object;

  it("chooses among the regions of the sandbox", async () => {
    expect(await outputsOf("anywhere", {})).to.deep.equal({
      region: "us-east-1",
      url: "http://llm-processor.nephoran-system.svc:8080",
      deployed: ["ap-southeast-1", "eu-west-1", "us-east-1", "us-west-2"],
    });
  });

  it("stays in a zone, and with what a region there can take", async () => {
    const inZone = await outputsOf("zone", { residencyZone: "eu" });
    expect(inZone).to.include({ region: "eu-west-1" });
    const tooMuch = await outputsOf("too-much", { residencyZone: "eu", intentsPerMinute: 900 });
    expect(tooMuch).to.include({ region: "none", url: "none" });
  });

  it("does without a region that is not deployed yet", async () => {
    await otherRegions("partly", await deployedRegion());
    const settings = { nephoranProject: "partly", furtherRegions: ["us-west-2"] };
    expect(await outputsOf("partly", settings)).to.deep.include({ deployed: ["eu-west-1"] });
  });

  it("is told which region it needs is not deployed yet, and what to run", async () => {
    await otherRegions("undeployed");
    const settings = { nephoranProject: "undeployed", furtherRegions: [] };
    const failure = await previewFailure("undeployed", settings);
    expect(failure).to.contain("organization/undeployed/eu-west-1 has no output `region`");
    expect(failure).to.contain("pulumi up --stack eu-west-1");
  });

  it("is told both versions and every missing field of an older release", async () => {
    await otherRegions("older", { ...(await deployedRegion()), schemaVersion: 0, priority: "2" });
    const settings = { nephoranProject: "older", furtherRegions: [] };
    const failure = await previewFailure("older", settings);
    expect(failure).to.contain(
      "Stack organization/older/eu-west-1 has outputs of version 0, " +
        `this reader expects version ${OUTPUTS_VERSION}`,
    );
    expect(failure).to.match(/^ *region\.schemaVersion: .*\n *region\.priority: /m);
    expect(failure).not.to.contain("    at ");
  });

  it("is told by the engine of a stack that never was", async () => {
    const failure = await previewFailure("nowhere", { nephoranProject: "nowhere" });
    expect(failure).to.contain("unknown stack");
  });
});
