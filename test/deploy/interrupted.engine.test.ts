import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect } from "chai";
import type { Blow, Lab, Outcome } from "../../campaigns/interrupt/round";
import { disturbed, undisturbed } from "../../campaigns/interrupt/round";
import { sharedSandbox } from "../engine-sandbox";
import { temporaryFolder } from "../sandbox/processes/temporary-folder";
import { LINKED, linkedProgram, linkedProject } from "./linked-project";

/** Objects enough to be interrupted among, and a workload that is waited for. */
const OBJECTS = `
  const k8s = await import("@pulumi/kubernetes");
  const provider = new k8s.Provider(own, { context: own, clusterIdentifier: own });
  const cluster = { provider };
  const { metadata } = new k8s.core.v1.Namespace("interrupted", { metadata: { name: "interrupted" } }, cluster);
  const named = (name: string) => ({ name, namespace: metadata.name });
  for (let index = 0; index < 40; index += 1) {
    const name = "numbered-" + index;
    new k8s.core.v1.ConfigMap(name, { metadata: named(name), data: { index: String(index) } }, cluster);
  }
  new k8s.apps.v1.Deployment("waiting", {
    metadata: named("waiting"),
    spec: {
      selector: { matchLabels: { app: "waiting" } },
      template: {
        metadata: { labels: { app: "waiting" } },
        spec: { containers: [{ name: "waiting", image: "example/waiting:1" }] },
      },
    },
  }, cluster);
`;

describe("a deployment that is interrupted again and again", function () {
  this.timeout(480_000);

  const folder = temporaryFolder();

  it("ends as if it had not been, with the very same objects", async () => {
    const { layout } = await sharedSandbox();
    const project = await linkedProject(folder(), linkedProgram(OBJECTS));
    const lab: Lab = {
      ...project,
      regions: LINKED,
      options: ["--no-policy"],
      environment: {
        ...project.environment,
        KUBECONFIG: layout.kubeconfig,
        KUBECACHEDIR: join(folder(), "kubectl-cache"),
        // As the engine is by default: what it is creating when it dies is on record.
        PULUMI_SKIP_CHECKPOINTS: "false",
      },
    };
    const expected: Outcome = await undisturbed(lab);
    expect(expected.things).to.include("eu-west-1: Deployment interrupted/waiting");
    destroy(lab);

    const share = (part: number): number => part * expected.seconds;
    const blows: Blow[] = [
      { afterSeconds: share(0.3), how: "everything" },
      { afterSeconds: share(0.4), how: "command" },
      { afterSeconds: share(0.5), how: "ctrl-c" },
    ];
    expect(await disturbed(lab, blows, expected)).to.deep.equal([]);
    destroy(lab);
  });
});

function destroy({ directory, environment, regions }: Lab): void {
  for (const region of regions) {
    execFileSync("pulumi", ["destroy", "--yes", "--skip-preview", "--stack", region], {
      cwd: directory,
      env: environment,
      stdio: "ignore",
    });
  }
}
