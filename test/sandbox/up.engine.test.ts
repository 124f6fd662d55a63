import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect } from "chai";
import { repositoryRoot } from "../../sandbox/layout";
import { withSettings } from "../changed-stack";
import { sharedSandbox, type SharedSandbox } from "../engine-sandbox";
import { shippedProject } from "../shipped-project";

const noSignal = new AbortController().signal;
const UP = ["up", "--yes", "--skip-preview"];

describe("four regions on one machine", function () {
  this.timeout(240_000);

  let sandbox: SharedSandbox;
  before(async () => {
    sandbox = await sharedSandbox();
  });

  const kubectl = (region: string, ...args: string[]): string =>
    execFileSync("kubectl", ["--context", region, ...args], {
      env: sandbox.environment,
      encoding: "utf8",
    });

  it("come up with every stack's outputs", () => {
    const names = sandbox.regions.map(({ outputs }) => outputs.name);
    expect(names).to.deep.equal(["us-east-1", "eu-west-1", "ap-southeast-1", "us-west-2"]);
  });

  it("make every workload available, with as many replicas as the autoscaler wants", () => {
    for (const { region } of sandbox.regions) {
      kubectl(region.name, "wait", "deployment", "--all", "--for=condition=Available");
      kubectl(
        region.name,
        "wait",
        "deployment/llm-processor-regional",
        "--for=jsonpath={.status.readyReplicas}=3",
      );
      const zones = kubectl(
        region.name,
        ...["get", "pods", "-l", "app=llm-processor-regional"],
        "-o=jsonpath={.items[*].spec.nodeName}",
      );
      expect(new Set(zones.split(" ").map((node) => node.replace(/-\d+$/, ""))).size).to.equal(3);
    }
  });

  it("have contexts that default to nephoran-system", () => {
    expect(kubectl("eu-west-1", "get", "networkintents").trim()).to.equal("");
    expect(kubectl("eu-west-1", "get", "deployment/llm-processor", "-o=name").trim()).to.equal(
      "deployment.apps/llm-processor",
    );
  });

  it("change nothing when they are deployed again", async () => {
    for (const { region } of sandbox.regions) {
      const { changes } = await sandbox.engine.run(region.name, UP, noSignal);
      expect(Object.keys(changes)).to.deep.equal(["same"]);
    }
  });

  it("do not count an autoscaler's decision as a difference", async () => {
    kubectl("eu-west-1", "scale", "deployment/llm-processor-regional", "--replicas=5");
    const { changes } = await sandbox.engine.run("eu-west-1", [...UP, "--refresh"], noSignal);
    expect(Object.keys(changes)).to.deep.equal(["same"]);
    const replicas = kubectl(
      "eu-west-1",
      ...["get", "deployment/llm-processor-regional", "-o=jsonpath={.spec.replicas}"],
    );
    expect(replicas).to.equal("5");
  });

  it("are planned in accord with every policy", async () => {
    const pack = ["--policy-pack", join(repositoryRoot, "policy")];
    const { changes } = await sandbox.engine.run("eu-west-1", ["preview", ...pack], noSignal);
    expect(Object.keys(changes)).to.deep.equal(["same"]);
  });

  it("refuse a stack file that hides the topology of all others", async () => {
    const topology = { ...shippedProject.topology, domain: "example.com" };
    const failure = await withSettings(sandbox, "us-west-2", { topology }, () =>
      sandbox.engine.run("us-west-2", ["preview"], noSignal).then(
        () => "passed",
        (error: unknown) => (error as Error).message,
      ),
    );
    expect(failure).to.contain("nephoran:topology is another topology than that of Pulumi.yaml");
  });

  it("leave nothing when they are destroyed, and come back", async () => {
    await sandbox.engine.run("us-west-2", ["destroy", "--yes", "--skip-preview"], noSignal);
    const left = kubectl("us-west-2", "get", "crd,namespaces", "-o=name");
    expect(left).to.not.contain("nephoran");
    const { changes } = await sandbox.engine.run("us-west-2", UP, noSignal);
    expect(Object.keys(changes)).to.deep.equal(["create"]);
  });

  it("leave the repository as it was", () => {
    const status = execFileSync("git", ["status", "--porcelain", "--", "Pulumi*", "sandbox"], {
      cwd: repositoryRoot,
      encoding: "utf8",
    });
    const stackFiles = status.split("\n").filter((line) => line.includes("Pulumi"));
    expect(stackFiles).to.deep.equal([]);
  });
});
