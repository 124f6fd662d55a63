import { expect } from "chai";
import { once } from "node:events";
import { access, mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ControlPlaneBinaries, controlPlaneBinaries } from "../../../sandbox/cluster/binaries";
import {
  resetControlPlanes,
  type RunningControlPlane,
  startControlPlanes,
  type StartOptions,
  stopControlPlanes,
} from "../../../sandbox/cluster/control-planes";
import { ClusterError } from "../../../sandbox/cluster/failure";
import { controlPlaneStatus } from "../../../sandbox/cluster/status";
import { requireToolchain } from "../../../sandbox/toolchain/toolchain";
import { eventually } from "../processes/shell-process";
import { Kubectl, pidsOf, processesIn } from "./engine-region";
import * as workloads from "./engine-workloads";

const REGION = {
  name: "us-east-1",
  zones: ["us-east-1a", "us-east-1b", "us-east-1c"],
  features: [],
};
const SECOND = { name: "eu-west-1", zones: ["eu-west-1a"], features: [] };

/** Far from the default, so that a sandbox in use is not disturbed. */
const PORT_BASE = 28400;

describe("a region's control plane", function () {
  this.timeout(120_000);
  let directory: string;
  let binaries: ControlPlaneBinaries;
  let kubectl: Kubectl;
  let started: RunningControlPlane[];

  const start = (regions = [REGION], change: Partial<StartOptions> = {}) =>
    startControlPlanes(regions, binaries, {
      directory,
      portBase: PORT_BASE,
      signal: new AbortController().signal,
      onProgress: () => undefined,
      auditLog: true,
      ...change,
    });

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), "nephoran-engine-"));
    binaries = controlPlaneBinaries(await requireToolchain(["cluster"]));
    started = await start();
    kubectl = new Kubectl(binaries, directory, REGION.name);
    await kubectl.runWith([workloads.NAMESPACE], "create", "-f", "-");
  });

  after(async () => {
    await resetControlPlanes(directory);
    await rm(directory, { recursive: true });
  });

  it("is reached by its context, which is in Nephoran's namespace", async () => {
    expect(started).to.deep.equal([
      {
        region: "us-east-1",
        server: "https://127.0.0.1:28400",
        context: "us-east-1",
        kubeconfig: join(directory, "kubeconfig"),
        auditLog: join(directory, "regions/us-east-1/audit.log"),
      },
    ]);
    const namespace = await kubectl.run("config", "view", "--minify", "-o=jsonpath={..namespace}");
    expect(namespace).to.equal("nephoran-system");
  });

  it("has two ready nodes in each zone", async () => {
    const columns = `{.metadata.name} {.metadata.labels.topology\\.kubernetes\\.io/zone} {.status.conditions[?(@.type=="Ready")].status}`;
    const nodes = await kubectl.run(
      "get",
      "nodes",
      `-o=jsonpath={range .items[*]}${columns}{"\\n"}{end}`,
    );
    expect(nodes.split("\n")).to.deep.equal(
      REGION.zones.flatMap((zone) => [1, 2].map((n) => `${zone}-${String(n)} ${zone} True`)),
    );
  });

  it("makes a Deployment available and lists its pods in the EndpointSlice", async () => {
    await kubectl.runWith(
      [workloads.deployment("web", 3), workloads.service("web")],
      "create",
      "-f",
      "-",
    );
    await kubectl.run("rollout", "status", "deployment/web", "--timeout=30s");
    const pods = await kubectl.run("get", "pods", "-l=app=web", "-o=jsonpath={..podIP}");
    const slice = () =>
      kubectl.run(
        "get",
        "endpointslices",
        "-l=kubernetes.io/service-name=web",
        "-o=jsonpath={..addresses[*]}",
      );
    const endpoints = await eventually(async () => {
      const addresses = (await slice()).split(" ");
      return addresses.length === 3 ? addresses : undefined;
    });
    expect(endpoints).to.have.members(pods.split(" "));
    for (const address of endpoints) expect(address).to.match(/^10\.1\.[1-6]\.\d+$/);
  });

  it("gives Services of type LoadBalancer addresses of their own", async () => {
    const names = ["entry", "gateway", "elsewhere"];
    const types = names.map((name) => ({
      type: "LoadBalancer",
      ...(name === "elsewhere" ? { loadBalancerClass: "example.org/other" } : {}),
    }));
    await kubectl.runWith(
      names.map((name, position) => workloads.service(name, types[position])),
      "create",
      "-f",
      "-",
    );
    const address = (name: string) =>
      kubectl.field(`service/${name}`, ".status.loadBalancer.ingress[*].ip");
    const [entry, gateway] = await Promise.all(
      ["entry", "gateway"].map((name) =>
        eventually(async () => (await address(name)) || undefined),
      ),
    );
    expect(entry).to.match(/^198\.18\.[0-3]\.\d+$/);
    expect(gateway).to.match(/^198\.18\.[0-3]\.\d+$/);
    expect(entry).not.to.equal(gateway);
    expect(await address("elsewhere")).to.equal("");
  });

  it("completes a Job", async () => {
    await kubectl.runWith([workloads.job("migrate")], "create", "-f", "-");
    await kubectl.run("wait", "job/migrate", "--for=condition=Complete", "--timeout=30s");
  });

  it("refuses a pod that violates the Pod Security of its namespace", async () => {
    expect(await kubectl.refusal([workloads.PRIVILEGED_POD], "create", "-f", "-")).to.contain(
      'violates PodSecurity "restricted:latest": privileged',
    );
  });

  it("enforces a ValidatingAdmissionPolicy", async () => {
    await kubectl.runWith(workloads.ADMISSION_POLICY, "create", "-f", "-");
    const create = ["create", "configmap", "allowed-or-not", "--dry-run=server"];
    // The API server takes a moment to notice a new policy.
    const refusal = await eventually(() =>
      kubectl.refusal("", ...create, "--from-literal=forbidden=1").catch(() => undefined),
    );
    expect(refusal).to.contain("it says that it is forbidden");
    await kubectl.run(...create, "--from-literal=allowed=1");
  });

  it("lets a service account in by its token, with no rights that nobody gave", async () => {
    const token = await kubectl.run("create", "token", "default");
    const config = join(directory, "regions/us-east-1/authority.crt");
    const as = [
      `--token=${token}`,
      "--server=https://127.0.0.1:28400",
      `--certificate-authority=${config}`,
    ];
    const stranger = new Kubectl(binaries, join(directory, "absent"), "");
    const user = await stranger.run(
      ...as,
      "auth",
      "whoami",
      "-o=jsonpath={.status.userInfo.username}",
    );
    expect(user).to.equal("system:serviceaccount:nephoran-system:default");
    expect(await stranger.refusal("", ...as, "get", "secrets", "-n=kube-system")).to.contain(
      'cannot list resource "secrets"',
    );
    expect(await kubectl.field("configmap/kube-root-ca.crt", ".data.ca\\.crt")).to.equal(
      (await readFile(config, "utf8")).trim(),
    );
  });

  it("says at once that a pod's logs are not to be had", async () => {
    expect(await kubectl.refusal("", "logs", "deployment/web")).to.match(
      /no logs found for container "main" in pod "nephoran-system\/web-/,
    );
  });

  it("records each write once in the audit log, and no read", async () => {
    await kubectl.run("create", "configmap", "counted");
    await kubectl.run("get", "configmap", "counted");
    const text = await readFile(join(directory, "regions/us-east-1/audit.log"), "utf8");
    const events = text.split("\n").filter((line) => line.includes('"name":"counted"'));
    expect(events.length).to.equal(1);
    expect(JSON.parse(events[0] ?? "")).to.include({ verb: "create", level: "Metadata" });
  });

  it("is left alone when it is started again", async () => {
    const before = await pidsOf(directory, REGION.name);
    expect(Object.keys(before)).to.have.length(6);
    const states: string[] = [];
    const again = await start([REGION], {
      onProgress: (progress) => {
        if (progress.kind === "component") states.push(progress.state);
      },
    });
    expect(again).to.deep.equal(started);
    expect(states).to.deep.equal(Array.from({ length: 6 }, () => "kept"));
    expect(await pidsOf(directory, REGION.name)).to.deep.equal(before);
  });

  it("gets back what was killed and what hangs, and nothing else is touched", async () => {
    const before = await pidsOf(directory, REGION.name);
    process.kill(before["kube-scheduler"] ?? 0, "SIGKILL");
    process.kill(before.kwok ?? 0, "SIGSTOP");
    await start();
    const after = await pidsOf(directory, REGION.name);
    const changed = Object.entries(after).filter(([name, pid]) => before[name as "kwok"] !== pid);
    expect(changed.map(([name]) => name)).to.deep.equal(["kube-scheduler", "kwok"]);
    await kubectl.run("scale", "deployment/web", "--replicas=6");
    await kubectl.run("rollout", "status", "deployment/web", "--timeout=20s");
  });

  it("follows a change of its zones", async () => {
    const zones = ["us-east-1d", "us-east-1b", "us-east-1c"];
    await start([{ ...REGION, zones }]);
    const names = (await kubectl.run("get", "nodes", "-o=jsonpath={..metadata.name}")).split(" ");
    expect(names).to.have.members(zones.flatMap((zone) => [`${zone}-1`, `${zone}-2`]));
    await start();
  });

  it("stays as it was when the start of another region is interrupted", async () => {
    const before = await pidsOf(directory, REGION.name);
    const interruption = new AbortController();
    const error = await start([REGION, SECOND], {
      signal: interruption.signal,
      onProgress: (progress) => {
        if (progress.kind !== "component" || progress.region !== SECOND.name) return;
        if (progress.component === "kube-apiserver") interruption.abort(new Error("Ctrl-C"));
      },
    }).catch((e: unknown) => e);
    expect(error).to.have.property("message", "Ctrl-C");
    expect(await pidsOf(directory, REGION.name)).to.deep.equal(before);
    expect(await processesIn(join(directory, "regions", SECOND.name))).to.deep.equal([]);
  });

  it("starts nothing when a port is taken, and says which", async () => {
    const server = createServer().listen(PORT_BASE + 12, "127.0.0.1");
    await once(server, "listening");
    const error = await start([SECOND]).catch((e: unknown) => e);
    server.close();
    expect(error).to.be.an.instanceOf(ClusterError);
    expect((error as ClusterError).message).to.equal(
      "port 28412 on 127.0.0.1 is taken, and kube-scheduler of eu-west-1 needs it: end what listens there, or choose other ports with --port-base",
    );
    expect(await processesIn(join(directory, "regions", SECOND.name))).to.deep.equal([]);
  });

  it("leaves no process when it is stopped, and has its objects when it is started again", async () => {
    const stopped = await stopControlPlanes(directory);
    expect(Object.values(stopped["us-east-1"] ?? {})).to.deep.equal(Array(6).fill("stopped"));
    expect(await processesIn(directory)).to.deep.equal([]);
    const [region] = await controlPlaneStatus(directory);
    expect(region?.components.map(({ state }) => state)).to.deep.equal(Array(6).fill("down"));

    await start();
    expect(await kubectl.field("configmap/counted", ".metadata.name")).to.equal("counted");
    await kubectl.run("rollout", "restart", "deployment/web");
    await kubectl.run("rollout", "status", "deployment/web", "--timeout=30s");
  });

  it("is gone with everything that it kept when it is reset", async () => {
    await resetControlPlanes(directory);
    expect(await processesIn(directory)).to.deep.equal([]);
    expect(await controlPlaneStatus(directory)).to.deep.equal([]);
    for (const left of ["regions", "kubeconfig"]) {
      const there = await access(join(directory, left)).then(
        () => true,
        () => false,
      );
      expect(there, left).to.equal(false);
    }
  });
});
