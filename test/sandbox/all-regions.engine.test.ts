import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { bindingsOf } from "../../routing/bindings";
import { routes as routesOf } from "../../routing/routes";
import { repositoryRoot } from "../../sandbox/layout";
import { withSettings } from "../changed-stack";
import { sharedSandbox, type SharedSandbox, UP_TIMEOUT_MS } from "../engine-sandbox";
import { shippedProject } from "../shipped-project";

const noSignal = new AbortController().signal;
const UP = ["up", "--yes", "--skip-preview"];

/** Stacks of different regions wait for each other only where one reads another. */
const inAll = (regions: readonly string[], act: (region: string) => Promise<unknown>) =>
  Promise.all(regions.map(act));

describe("four regions on one machine", function () {
  this.timeout(240_000);

  let sandbox: SharedSandbox;
  before(async function () {
    this.timeout(UP_TIMEOUT_MS);
    sandbox = await sharedSandbox();
  });

  const kubectl = (region: string, ...args: string[]): string =>
    execFileSync("kubectl", ["--context", region, ...args], {
      env: sandbox.environment,
      encoding: "utf8",
    });

  /** What the engine did last in a region, for who reads why it should not have. */
  const changedIn = (region: string): string =>
    readFileSync(join(sandbox.layout.engineLogs, `${region}.events.jsonl`), "utf8")
      .split("\n")
      .filter((line) => /"resourcePreEvent"/.test(line) && !/"op":"(same|read)"/.test(line))
      .map((line) => line.slice(0, 1_000))
      .join("\n");

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
      // A wish: which nodes are fuller decides too, once pods have come and gone.
      const spread = new Set(zones.split(" ").map((node) => node.replace(/-\d+$/, "")));
      expect(spread.size).to.be.at.least(2);
    }
  });

  it("have contexts that default to nephoran-system", () => {
    expect(kubectl("eu-west-1", "get", "networkintents").trim()).to.equal("");
    expect(kubectl("eu-west-1", "get", "deployment/llm-processor", "-o=name").trim()).to.equal(
      "deployment.apps/llm-processor",
    );
  });

  it("change nothing when they are deployed again", async () => {
    await inAll(
      sandbox.regions.map(({ region }) => region.name),
      async (region) => {
        const { changes } = await sandbox.engine.run(region, UP, noSignal);
        expect(Object.keys(changes), changedIn(region)).to.deep.equal(["same"]);
      },
    );
  });

  it("do not count an autoscaler's decision as a difference", async () => {
    kubectl("eu-west-1", "scale", "deployment/llm-processor-regional", "--replicas=5");
    const { changes } = await sandbox.engine.run("eu-west-1", [...UP, "--refresh"], noSignal);
    expect(Object.keys(changes), changedIn("eu-west-1")).to.deep.equal(["same"]);
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

  it("leave alone the weights that somebody else has shifted, with a refresh too", async () => {
    const routes = "virtualservice/global-traffic-routing";
    const http = (): string => kubectl("us-east-1", "get", routes, "-o=jsonpath={.spec.http}");
    const { topology } = shippedProject;
    const row = { "us-east-1": 40, "eu-west-1": 10, "ap-southeast-1": 20, "us-west-2": 30 };
    const shifted = {
      apiVersion: "networking.istio.io/v1",
      kind: "VirtualService",
      metadata: { name: "global-traffic-routing", namespace: "nephoran-system" },
      spec: { http: routesOf(topology, bindingsOf(topology, "us-east-1"), row) },
    };
    execFileSync(
      "kubectl",
      [
        ...["--context", "us-east-1", "apply", "-f", "-"],
        ...["--server-side", "--force-conflicts", "--field-manager", "traffic-controller"],
      ],
      { env: sandbox.environment, input: JSON.stringify(shifted) },
    );
    const live = http();
    expect(live).to.contain('"weight":40');

    for (const options of [[], ["--refresh"]]) {
      const { changes } = await sandbox.engine.run("us-east-1", [...UP, ...options], noSignal);
      expect(Object.keys(changes), options.join()).to.deep.equal(["same"]);
      expect(http()).to.equal(live);
    }
  });

  describe("when one of them is retired", () => {
    const RETIRED = "us-west-2";
    const others = ["us-east-1", "eu-west-1", "ap-southeast-1"];
    const up = (region: string, ...options: string[]) =>
      sandbox.engine.run(region, [...UP, ...options], noSignal);
    /** Regions whose gateways a region sends to. */
    const endpoints = (region: string): string[] => {
      const labels = kubectl(
        region,
        ...["get", "serviceentries", "-n", "nephoran-ingress"],
        "-o=jsonpath={range .items[*].spec.endpoints[*]}{.labels.nephoran\\.io/region}{' '}{end}",
      );
      return [...new Set(labels.trim().split(" "))].sort();
    };

    it("leave nothing of it", async () => {
      await sandbox.engine.run(RETIRED, ["destroy", "--yes", "--skip-preview"], noSignal);
      const left = kubectl(RETIRED, "get", "namespaces,clusterroles", "-o=name");
      expect(left).to.not.match(/nephoran|istio/);
      // Istio's chart keeps its definitions, with which would go every object of theirs.
      expect(kubectl(RETIRED, "get", "crd", "-o=name")).to.not.contain("nephoran");
    });

    it("plan without it", async () => {
      await inAll(others, async (region) => {
        const { changes } = await sandbox.engine.run(region, ["preview"], noSignal);
        expect(Object.keys(changes).sort(), region).to.include.members(["same", "update"]);
        expect(endpoints(region), region).to.include(RETIRED);
      });
    });

    it("lose exactly its endpoints and credentials, once", async () => {
      const { changes } = await up("us-east-1");
      // Its own host, the four tiers that it was one of, its three nodes of the state store, and both
      // Secrets of its discovery.
      expect(changes).to.include({ update: 8, delete: 2 });
      expect(endpoints("us-east-1")).to.deep.equal(["ap-southeast-1", "eu-west-1", "us-east-1"]);
      expect(Object.keys((await up("us-east-1")).changes)).to.deep.equal(["same"]);
    });

    it("know it again one pass after it has come back", async () => {
      expect(Object.keys((await up(RETIRED)).changes)).to.deep.equal(["create"]);
      await inAll(others, (region) => up(region));
      expect(endpoints("us-east-1")).to.include(RETIRED);
      // Now that the others know it, it can wait for its nodes to join.
      expect(Object.keys((await up(RETIRED)).changes)).to.deep.equal(["create", "same"]);
      expect(Object.keys((await up(RETIRED)).changes)).to.deep.equal(["same"]);
    });
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
