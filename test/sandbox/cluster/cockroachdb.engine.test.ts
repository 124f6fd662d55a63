import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { ControlPlaneBinaries } from "../../../sandbox/cluster/binaries";
import { resetControlPlanes, startControlPlanes } from "../../../sandbox/cluster/control-planes";
import { engineBinaries } from "../../engine-sandbox";
import { Kubectl } from "./engine-region";

const PORT_BASE = 28_350;
const REGIONS = ["us-east-1", "eu-west-1"].map((name) => ({
  name,
  zones: [`${name}a`],
  features: [],
}));

const container = { name: "main", image: "any" };
const node = {
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "cockroachdb-0", namespace: "nephoran-global", labels: { app: "cockroachdb" } },
  spec: { containers: [container] },
};
const init = {
  apiVersion: "batch/v1",
  kind: "Job",
  metadata: { name: "cockroachdb-init", namespace: "nephoran-global" },
  spec: { template: { spec: { containers: [container], restartPolicy: "Never" } } },
};

describe("the stand-in for CockroachDB's cluster", function () {
  this.timeout(120_000);
  let directory: string;
  let binaries: ControlPlaneBinaries;
  let primary: Kubectl;
  let other: Kubectl;

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), "nephoran-cockroachdb-"));
    binaries = await engineBinaries();
    await startControlPlanes(REGIONS, binaries, {
      directory,
      portBase: PORT_BASE,
      signal: new AbortController().signal,
      onProgress: () => undefined,
    });
    [primary, other] = REGIONS.map(({ name }) => new Kubectl(binaries, directory, name)) as [
      Kubectl,
      Kubectl,
    ];
    for (const kubectl of [primary, other]) {
      await kubectl.run("create", "namespace", "nephoran-global");
    }
  });

  after(async () => {
    await resetControlPlanes(directory);
    await rm(directory, { recursive: true });
  });

  const wait = (kubectl: Kubectl, what: string, object = "pod/cockroachdb-0") =>
    kubectl.run("wait", "-n=nephoran-global", object, `--for=${what}`, "--timeout=30s");

  it("keeps a node running and unready as long as nobody has initialised the cluster", async () => {
    // The Service account that pods run as is made a moment after its namespace.
    await primary.run("wait", "-n=nephoran-global", "--for=create", "sa/default", "--timeout=30s");
    await primary.runWith([node], "create", "-f=-");
    await wait(primary, "jsonpath={.status.phase}=Running");
    await wait(primary, "condition=Ready=False");
  });

  it("readies the nodes of every region once the Job of one has", async () => {
    await other.run("wait", "-n=nephoran-global", "--for=create", "sa/default", "--timeout=30s");
    await other.runWith([node], "create", "-f=-");
    await wait(other, "condition=Ready=False");
    await primary.runWith([init], "create", "-f=-");
    await wait(primary, "condition=Complete", "job/cockroachdb-init");
    for (const kubectl of [primary, other]) await wait(kubectl, "condition=Ready");
  });

  it("readies a node that comes later, since the others have the data", async () => {
    await other.run("delete", "-n=nephoran-global", "pod/cockroachdb-0");
    await other.runWith([node], "create", "-f=-");
    await wait(other, "condition=Ready");
    expect(
      await other.run("get", "-n=nephoran-global", "pod/cockroachdb-0", "-o=jsonpath={..ready}"),
    ).to.equal("true");
  });
});
