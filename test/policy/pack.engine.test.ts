import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { repositoryRoot } from "../../sandbox/layout";
import { sharedSandbox, type SharedSandbox, UP_TIMEOUT_MS } from "../engine-sandbox";
import { otherProject } from "../other-project";

/** A program that would put bound data into a region without a residency zone. */
const smuggling = `
import * as k8s from "@pulumi/kubernetes";
const provider = new k8s.Provider("us-east-1", { context: "us-east-1" });
const labels = { "nephoran.io/residency-zone": "eu" };
new k8s.core.v1.ConfigMap("subscribers", { metadata: { name: "subscribers", labels } }, { provider });
`;

/** A program that would put a credential where most may read it; no API server looks for that. */
const careless = `
import * as k8s from "@pulumi/kubernetes";
const provider = new k8s.Provider("us-east-1", { context: "us-east-1" });
const data = { API_PASSWORD: "changeit" };
new k8s.core.v1.ConfigMap("settings", { metadata: { name: "settings" }, data }, { provider });
`;

/** A program that leaves it to the deployment whether something is bound. */
const undecided = `
import * as k8s from "@pulumi/kubernetes";
import * as random from "@pulumi/random";
const provider = new k8s.Provider("us-east-1", { context: "us-east-1" });
const zone = new random.RandomPassword("zone", { length: 8 }).result;
const labels = { "nephoran.io/residency-zone": zone };
new k8s.core.v1.ConfigMap("second", { metadata: { name: "second", labels } }, { provider });
`;

describe("the policy pack in the engine", function () {
  this.timeout(UP_TIMEOUT_MS);

  let sandbox: SharedSandbox;
  before(async () => {
    sandbox = await sharedSandbox();
  });

  /** What a preview of us-east-1 says, however it ends. */
  async function preview(
    name: string,
    program: string,
    configuration: object = {},
  ): Promise<{ readonly failure: string; readonly output: string }> {
    const engine = otherProject(sandbox, name, program);
    const { signal } = new AbortController();
    await engine.init(["us-east-1"], signal);
    const file = join(sandbox.layout.directory, name, "policy.json");
    writeFileSync(file, JSON.stringify({ "nephoran-configuration": configuration }));
    const pack = ["--policy-pack", join(repositoryRoot, "policy"), "--policy-pack-config", file];
    const failure = await engine.run("us-east-1", ["preview", ...pack], signal).then(
      () => "",
      (error: unknown) => (error as Error).message,
    );
    return {
      failure,
      output: readFileSync(join(sandbox.layout.engineLogs, "us-east-1.log"), "utf8"),
    };
  }

  it("stops a preview, names the resource and says what to change", async () => {
    const { failure } = await preview("smuggling", smuggling);
    expect(failure).to.contain("residency-bound-objects-stay");
    expect(failure).to.contain("kubernetes:core/v1:ConfigMap subscribers: metadata.labels");
    expect(failure).to.contain("us-east-1 is in no residency zone");
    expect(failure).to.contain("Change: Deploy it in a region of the zone");
  });

  it("stops what cannot be decided before deployment", async () => {
    const { failure } = await preview("undecided", undecided);
    expect(failure).to.contain(
      "kubernetes:core/v1:ConfigMap second: Cannot be decided before deployment: " +
        "metadata.labels.nephoran.io/residency-zone is unknown until deployed.",
    );
  });

  it("lets an exception through, and tells of it", async () => {
    const exception = {
      rule: "access-no-config-credentials",
      resource: "settings",
      region: "us-east-1",
      reason: "A password that everybody knows, of a device without any other.",
      approvedBy: "security@example.org",
      expires: "9999-12-31",
    };
    const refused = await preview("careless", careless);
    expect(refused.failure).to.contain("access-no-config-credentials");
    const { failure, output } = await preview("careless", careless, { exceptions: [exception] });
    expect(failure).not.to.contain("access-no-config-credentials");
    expect(output).to.contain(
      "[advisory]  nephoran-exceptions  (kubernetes:core/v1:ConfigMap: settings)",
    );
    expect(output).to.contain(
      "Excepted by security@example.org until 9999-12-31: A password that everybody knows",
    );
  });

  it("refuses a configuration with every reason", async () => {
    const misspelt = await preview("smuggling", smuggling, {
      loadBalancers: "all",
      exceptions: [{}],
    });
    expect(misspelt.output).to.match(/loadBalancers.*Expected: array/);
    expect(misspelt.output).to.match(/exceptions\.0.*reason is required/);
    const exceptions = [
      {
        rule: "residency-nothing",
        resource: "subscribers",
        region: "mars",
        reason: "Nobody knows of such a rule.",
        approvedBy: "dpo@example.org",
        expires: "9999-12-31",
      },
    ];
    const unknown = await preview("smuggling", smuggling, { exceptions });
    expect(unknown.failure).to.contain('exceptions[0].rule is "residency-nothing"');
    expect(unknown.failure).to.contain('exceptions[0].region is "mars"');
  });

  it("has nothing against the project's own stacks, with all that their charts make", async () => {
    const pack = ["--policy-pack", join(repositoryRoot, "policy")];
    for (const region of ["us-east-1", "eu-west-1"]) {
      await sandbox.engine.run(region, ["preview", ...pack], new AbortController().signal);
      const log = readFileSync(join(sandbox.layout.engineLogs, `${region}.log`), "utf8");
      expect(log).to.contain("Policies:");
      expect(log).not.to.match(/\[(mandatory|advisory)\]/);
    }
  });
});
