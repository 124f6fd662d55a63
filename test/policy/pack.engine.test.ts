import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { stringify } from "yaml";
import { repositoryRoot } from "../../sandbox/layout";
import { Engine } from "../../sandbox/stacks/engine";
import { sharedSandbox, type SharedSandbox } from "../engine-sandbox";
import { shippedProject } from "../shipped-project";

/** A program that would put bound data into a region without a residency zone. */
const smugglingProgram = `
import * as k8s from "@pulumi/kubernetes";
const provider = new k8s.Provider("us-east-1", { context: "us-east-1", clusterIdentifier: "us-east-1" });
new k8s.core.v1.ConfigMap("subscribers", {
  metadata: { name: "subscribers", labels: { "nephoran.io/residency-zone": "eu" } },
}, { provider });
`;

describe("the policy pack in the engine", function () {
  this.timeout(180_000);

  let sandbox: SharedSandbox;
  before(async () => {
    sandbox = await sharedSandbox();
  });

  it("stops a preview, names the resource and says what to change", async () => {
    const project = join(sandbox.layout.directory, "smuggling");
    mkdirSync(project, { recursive: true });
    writeFileSync(join(project, "index.ts"), smugglingProgram);
    writeFileSync(
      join(project, "Pulumi.yaml"),
      stringify({
        name: "smuggling",
        runtime: "nodejs",
        main: "index.ts",
        config: { topology: { value: shippedProject.topology } },
      }),
    );
    for (const name of ["node_modules", "tsconfig.json", "tsconfig.pulumi.json", "package.json"]) {
      symlinkSync(join(repositoryRoot, name), join(project, name));
    }

    const engine = new Engine({ ...sandbox.layout, project }, sandbox.environment);
    const signal = new AbortController().signal;
    await engine.init("us-east-1", signal);
    const pack = join(repositoryRoot, "policy");
    const preview = engine.run("us-east-1", ["preview", "--policy-pack", pack], signal);

    const failure = await preview.then(
      () => "passed",
      (error: unknown) => (error as Error).message,
    );
    expect(failure).to.contain("residency-bound-objects-stay");
    expect(failure).to.contain("subscribers");
    expect(failure).to.contain("Change: Deploy it in a region of the zone");
  });
});
