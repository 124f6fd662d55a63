import { expect } from "chai";
import { dirname } from "node:path";
import { doctorCommand } from "../../../cli/doctor/command";
import type { Finding } from "../../../cli/doctor/finding";
import { programsOnPath, type RunProgram } from "../../../cli/programs";
import { trafficCommand } from "../../../cli/traffic/command";
import type { Project } from "../../../config/files";
import { bindingsOf } from "../../../routing/bindings";
import { routes } from "../../../routing/routes";
import { controlPlaneBinaries } from "../../../sandbox/cluster/binaries";
import { requireToolchain } from "../../../sandbox/toolchain/toolchain";
import { parseOverrides } from "../../../services/traffic-controller/overrides/overrides";
import { ownRegion } from "../../sandbox/cluster/own-region";
import { shippedProject, shippedStack } from "../../shipped-project";
import { outcomeOf } from "../stand-ins";

const PORT_BASE = 28_160;
const { topology } = shippedProject;
const WHY = ["--reason", "new kernel", "--author", "pia"];

const GLOBAL = { apiVersion: "v1", kind: "Namespace", metadata: { name: "nephoran-global" } };

/** As much of Istio's as is needed to keep one. */
const VIRTUAL_SERVICES = {
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: "virtualservices.networking.istio.io" },
  spec: {
    group: "networking.istio.io",
    scope: "Namespaced",
    names: { kind: "VirtualService", plural: "virtualservices" },
    versions: [
      {
        name: "v1",
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true },
        },
      },
    ],
  },
};

const row = { "us-east-1": 25, "eu-west-1": 0, "ap-southeast-1": 75, "us-west-2": 0 };
const ROUTES = {
  apiVersion: "networking.istio.io/v1",
  kind: "VirtualService",
  metadata: { name: "global-traffic-routing", namespace: "nephoran-system" },
  spec: { http: routes(topology, bindingsOf(topology, "ap-southeast-1"), row) },
};

describe("orders about traffic, with a real API server", function () {
  this.timeout(40_000);
  const region = ownRegion(PORT_BASE);
  let run: RunProgram;

  before(async () => {
    const { kubectl } = controlPlaneBinaries(await requireToolchain(["cluster"]));
    const { directory } = region();
    const variables = { PATH: dirname(kubectl), HOME: directory };
    run = programsOnPath(variables, new AbortController().signal);
    await region().kubectl.runWith([GLOBAL, VIRTUAL_SERVICES], "create", "-f", "-");
    await region().kubectl.run(
      ...["wait", "--for=condition=Established", "--timeout=20s"],
      `crd/${VIRTUAL_SERVICES.metadata.name}`,
    );
    await region().kubectl.runWith([ROUTES], "create", "-f", "-");
  });

  /** The real region, and one whose cluster nobody can find. */
  const project = (): Project => {
    const kubeconfig = `${region().directory}/kubeconfig`;
    const stacks = ["ap-southeast-1", "us-west-2"].map((name) => ({
      ...shippedStack(name),
      cluster: { context: name, kubeconfig },
    }));
    return { ...shippedProject, stacks };
  };
  const reachable = (): Project => {
    const [first] = project().stacks;
    return { ...shippedProject, stacks: first === undefined ? [] : [first] };
  };

  const traffic = (words: readonly string[], of: Project = reachable()) =>
    outcomeOf((print) =>
      trafficCommand({
        project: () => of,
        run,
        print,
        now: Date.now,
        user: () => "nobody",
      }).parseAsync(words, { from: "user" }),
    );

  const ids = async (): Promise<string[]> => {
    const text = await region().kubectl.run(
      ...["get", "configmap/traffic-overrides", "--namespace=nephoran-global"],
      "--output=jsonpath={.data.overrides\\.json}",
    );
    const parsed = parseOverrides(text, topology);
    return "overrides" in parsed ? parsed.overrides.map(({ id }) => id) : [];
  };

  it("changes nothing in a dry run", async () => {
    const { printed } = await traffic(["freeze", "--dry-run", ...WHY]);
    expect(printed).to.include("ap-southeast-1  would be written");
    const found = await region().kubectl.run(
      ...["get", "configmap", "traffic-overrides", "-n", "nephoran-global", "--ignore-not-found"],
    );
    expect(found).to.equal("");
  });

  it("loses none of those that are given at the same time", async () => {
    const orders = [
      ["freeze"],
      ["drain", "us-west-2"],
      ["exclude", "eu-west-1"],
      ["pin", "us-east-1", "us-east-1=100"],
    ];
    const outcomes = await Promise.all(orders.map((order) => traffic([...order, ...WHY])));
    expect(outcomes.map(({ error, exitCode }) => error ?? exitCode)).to.deep.equal(
      orders.map(() => undefined),
    );
    expect(await ids()).to.deep.equal([
      "drain-us-west-2",
      "exclude-eu-west-1",
      "freeze",
      "pin-us-east-1",
    ]);
  });

  it("shows what is served, what is ordered, and the cluster that it cannot find", async () => {
    const { printed, exitCode } = await traffic(["status", "--json"], project());
    expect(exitCode).to.equal(1);
    const status = JSON.parse(printed[0] ?? "") as {
      readonly entries: readonly unknown[];
      readonly overrides: readonly unknown[];
      readonly troubles: readonly string[];
    };
    expect(status.entries).to.deep.equal([
      { entry: "ap-southeast-1", weights: row },
      { entry: "us-west-2" },
    ]);
    expect(status.overrides).to.have.length(4);
    expect(status.troubles).to.have.length(2);
    for (const trouble of status.troubles) {
      expect(trouble).to.match(
        /^us-west-2: .* cannot be read: .*context.*us-west-2.*does not exist/,
      );
    }
  });

  it("names the cluster that it could not tell, and tells the other one", async () => {
    const { printed, exitCode } = await traffic(["lift", "freeze"], project());
    expect(exitCode).to.equal(1);
    expect(printed.at(-1)).to.match(/^Not done in us-west-2\. Run the same again/);
    expect(await ids()).to.deep.equal(["drain-us-west-2", "exclude-eu-west-1", "pin-us-east-1"]);
    await traffic(["lift", "--all"]);
    expect(await ids()).to.deep.equal([]);
  });

  it("is looked at by the doctor", async () => {
    const { printed } = await outcomeOf((print) =>
      doctorCommand({
        project: reachable,
        run,
        images: () => Promise.resolve(["registry.test/nephoran/traffic-controller:1"]),
        print,
        variables: {},
        nodeVersion: process.version,
      }).parseAsync(["--json"], { from: "user" }),
    );
    const found = printed
      .map((line) => JSON.parse(line) as Finding)
      .filter((finding) => finding.region !== undefined);
    expect(found.map(({ what, state }) => `${what} ${state}`)).to.deep.equal([
      "context ok",
      "namespace ok",
      "API server ok",
      "StorageClass ok",
      "rights ok",
      "image unknown",
    ]);
  });
});
