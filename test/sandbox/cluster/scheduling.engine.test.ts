import { expect } from "chai";
import { eventually } from "../processes/shell-process";
import { pidsOf } from "./engine-region";
import * as workloads from "./engine-workloads";
import { ownRegion } from "./own-region";

/** Beside the suite of volumes, which has the ten ports before. */
const PORT_BASE = 28_430;

describe("a region's pods", function () {
  this.timeout(120_000);
  const region = ownRegion(PORT_BASE);
  const kubectl = () => region().kubectl;

  const words = async (...args: string[]) =>
    (await kubectl().run(...args)).split(" ").filter((word) => word !== "");
  const nodesOf = (app: string) =>
    words("get", "pods", `-l=app=${app}`, "-o=jsonpath={..spec.nodeName}");
  const edgeNodes = () =>
    words("get", "nodes", "-l=nephoran.io/node-pool=edge", "-o=jsonpath={..metadata.name}");
  const nodeUids = () => words("get", "nodes", "-o=jsonpath={..metadata.uid}");
  const rolledOut = (app: string) =>
    kubectl().run("rollout", "status", `deployment/${app}`, "--timeout=30s");

  it("are everywhere until the region has an edge pool, and stay where they are then", async () => {
    const everywhere = workloads.deployment("before", 6);
    await kubectl().runWith([everywhere], "create", "-f", "-");
    await rolledOut("before");
    expect(await edgeNodes()).to.deep.equal([]);
    const [pods, nodes] = [await nodesOf("before"), await nodeUids()];
    expect(pods.some((node) => node.endsWith("-2"))).to.equal(true);

    const processes = await pidsOf(region().directory, region().name);
    await region().start(["edge-computing"]);
    expect(await pidsOf(region().directory, region().name)).to.deep.equal(processes);
    expect(await edgeNodes()).to.deep.equal(region().zones.map((zone) => `${zone}-2`));
    expect(await nodeUids()).to.deep.equal(nodes);
    expect(await nodesOf("before")).to.deep.equal(pods);
  });

  it("are placed in the edge pool only if they are made for it", async () => {
    await kubectl().runWith(
      [workloads.deployment("anywhere", 6), workloads.deployment("breakout", 3, workloads.ON_EDGE)],
      "create",
      "-f",
      "-",
    );
    await Promise.all([rolledOut("anywhere"), rolledOut("breakout")]);
    for (const node of await nodesOf("anywhere")) expect(node).to.match(/-1$/);
    for (const node of await nodesOf("breakout")) expect(node).to.match(/-2$/);
  });

  it("are everywhere again when the region gives its edge pool up", async () => {
    await region().start([]);
    expect(await edgeNodes()).to.deep.equal([]);
    const taints = await kubectl().run("get", "nodes", "-o=jsonpath={..spec.taints}");
    expect(taints).to.equal("");
  });

  it("of a suspended CronJob run when somebody makes a Job from it", async () => {
    await kubectl().runWith([workloads.suspendedCronJob("train")], "create", "-f", "-");
    await kubectl().run("create", "job", "train-now", "--from=cronjob/train");
    await kubectl().run("wait", "job/train-now", "--for=condition=Complete", "--timeout=30s");
    const jobs = await kubectl().run("get", "jobs", "-o=jsonpath={..metadata.name}");
    expect(jobs).to.equal("train-now");
  });

  it("of a priority class are no more than the quota of that class", async () => {
    const within = "-n=bounded";
    const run = (...args: string[]) => kubectl().run(within, ...args);
    const small = { containers: workloads.containersOf("1") };
    await kubectl().run("create", "namespace", "bounded");
    await kubectl().runWith(
      [
        workloads.MAY_WAIT,
        workloads.TWO_MAY_WAIT,
        workloads.deployment("bounded", 3, { ...small, priorityClassName: "may-wait" }),
        workloads.deployment("free", 3, small),
      ],
      ...[within, "create", "-f", "-"],
    );
    await run("rollout", "status", "deployment/free", "--timeout=30s");
    const refusal = await eventually(async () => {
      const events = await run("get", "events", "-o=jsonpath={..message}");
      return /exceeded quota: [^,]*/.exec(events)?.[0];
    });
    expect(refusal).to.equal("exceeded quota: two-may-wait");
    const used = await eventually(async () => {
      const text = await run("get", "quota/two-may-wait", "-o=jsonpath={.status.used}");
      return text.includes('"pods":"2"') ? text : undefined;
    });
    expect(JSON.parse(used)).to.deep.equal({ pods: "2", "requests.cpu": "2" });
  });

  it("give way to those of a higher priority when the nodes are full", async () => {
    // More than half of a node.
    const full = { containers: workloads.containersOf("10") };
    await kubectl().runWith(
      [
        workloads.MAY_NOT_WAIT,
        workloads.deployment("training", 6, { ...full, priorityClassName: "may-wait" }),
      ],
      "create",
      "-f",
      "-",
    );
    await rolledOut("training");
    const urgent = workloads.deployment("urgent", 2, {
      ...full,
      priorityClassName: "may-not-wait",
    });
    await kubectl().runWith([urgent], "create", "-f", "-");
    await rolledOut("urgent");
    await kubectl().run(
      ...["wait", "deployment/training", "--for=jsonpath={.status.readyReplicas}=4"],
      "--timeout=30s",
    );
    expect(await nodesOf("training")).to.have.length(4);
  });
});
