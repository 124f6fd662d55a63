import { join } from "node:path";
import { expect } from "chai";
import { repositoryRoot } from "../../sandbox/layout";
import { sharedSandbox, UP_TIMEOUT_MS } from "../engine-sandbox";
import { otherProject } from "../other-project";

/** A program that would put bound data into a region without a residency zone. */
const smuggling = `
import * as k8s from "@pulumi/kubernetes";
const provider = new k8s.Provider("us-east-1", { context: "us-east-1" });
const labels = { "nephoran.io/residency-zone": "eu" };
new k8s.core.v1.ConfigMap("subscribers", { metadata: { name: "subscribers", labels } }, { provider });
`;

describe("the policy pack in the engine", function () {
  this.timeout(UP_TIMEOUT_MS);

  it("stops a preview, names the resource and says what to change", async () => {
    const engine = otherProject(await sharedSandbox(), "smuggling", smuggling);
    const { signal } = new AbortController();
    await engine.init(["us-east-1"], signal);
    const pack = join(repositoryRoot, "policy");

    const failure = await engine.run("us-east-1", ["preview", "--policy-pack", pack], signal).then(
      () => "passed",
      (error: unknown) => (error as Error).message,
    );
    expect(failure).to.contain("residency-bound-objects-stay");
    expect(failure).to.contain("kubernetes:core/v1:ConfigMap subscribers: metadata.labels");
    expect(failure).to.contain("us-east-1 is in no residency zone");
    expect(failure).to.contain("Change: Deploy it in a region of the zone");
  });
});
