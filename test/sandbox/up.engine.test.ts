import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { stackFile } from "../../config/program-config";
import { repositoryRoot } from "../../sandbox/layout";
import type { RunReport } from "../../sandbox/stacks/event-log";
import { sharedSandbox, type SharedSandbox } from "../engine-sandbox";

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

  /** Runs `up` with other settings in the sandbox's copy of a stack file, and puts it back. */
  async function upWith(region: string, key: string, value: string): Promise<RunReport> {
    const file = join(sandbox.layout.project, stackFile(region));
    const before = readFileSync(file, "utf8");
    const setting = `  nephoran:${key}: ${value}`;
    const without = before.replace(new RegExp(`^  nephoran:${key}:.*\n`, "m"), "");
    writeFileSync(file, without.replace(/^config:\n/m, `config:\n${setting}\n`));
    try {
      return await sandbox.engine.run(region, UP, noSignal);
    } finally {
      writeFileSync(file, before);
    }
  }

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

  it("change only the autoscaler when LLM_REPLICAS changes", async () => {
    const { changes } = await upWith("ap-southeast-1", "LLM_REPLICAS", "4");
    expect(changes["update"]).to.equal(1);
    const bounds = kubectl(
      "ap-southeast-1",
      ...["get", "hpa", "llm-processor-regional"],
      "-o=jsonpath={.spec.minReplicas} {.spec.maxReplicas}",
    );
    expect(bounds).to.equal("4 8");
  });

  it("change only the settings and the pods that read them when MAX_CONCURRENT_INTENTS changes", async () => {
    const front = () => kubectl("us-west-2", "get", "pods", "-l=app=llm-processor", "-o=name");
    const before = front();
    const { changes } = await upWith("us-west-2", "MAX_CONCURRENT_INTENTS", "77");
    expect(changes["update"]).to.equal(2);
    expect(front()).to.equal(before);
    const config = kubectl("us-west-2", "get", "configmap/nephoran-regional-config", "-o=json");
    expect(config).to.contain('"MAX_CONCURRENT_INTENTS": "77"');
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
