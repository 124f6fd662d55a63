import { expect } from "chai";
import {
  type Pod,
  podSchema,
  unreadyWorkloads,
  type Workload,
  workloadSchema,
} from "../../../sandbox/live/workloads";

const deployment = (name: string, image: string, status: object = {}, replicas = 2): Workload =>
  workloadSchema.parse({
    metadata: { name, namespace: "nephoran-system", generation: 1 },
    spec: {
      replicas,
      selector: { matchLabels: { app: name } },
      template: { spec: { containers: [{ image }] } },
    },
    status: { observedGeneration: 1, ...status },
  });

const pod = (name: string, app: string, status: object): Pod =>
  podSchema.parse({
    metadata: { name, namespace: "nephoran-system", uid: `uid-of-${name}`, labels: { app } },
    status,
  });

const controller = (status: object) =>
  deployment("traffic-controller", "docker.io/nephoran/traffic-controller:0.1.0", status);

const all = { availableReplicas: 2, updatedReplicas: 2 };
const one = { availableReplicas: 1, updatedReplicas: 2 };

describe("what is waited for at the live depth", () => {
  it("is nothing where all replicas of the newest form are available", () => {
    expect(unreadyWorkloads([controller(all)], [])).to.deep.equal([]);
  });

  it("is no workload whose pods are stand-ins", () => {
    const weaviate = deployment("weaviate", "docker.io/semitechnologies/weaviate:1.36.2");
    expect(unreadyWorkloads([weaviate], [])).to.deep.equal([]);
  });

  it("is one whose image is injected", () => {
    const gateway = deployment("nephoran-gateway", "auto");
    expect(unreadyWorkloads([gateway], [])).to.deep.equal([
      { name: "nephoran-gateway", available: 0, wanted: 2, pods: [] },
    ]);
  });

  it("is one that its controller has not seen the newest form of", () => {
    const [missing] = unreadyWorkloads([controller({ ...all, observedGeneration: 0 })], []);
    expect(missing).to.include({ available: 0, wanted: 2 });
  });

  const whyOf = (status: object) =>
    unreadyWorkloads([controller(one)], [pod("tc-1", "traffic-controller", status)])[0]?.pods;

  it("says why a pod is not ready: the first container that neither is ready nor is done", () => {
    const done = { name: "istio-validation", ready: false, restartCount: 0 };
    const status = {
      initContainerStatuses: [
        { ...done, state: { terminated: { reason: "Completed", exitCode: 0 } } },
      ],
      containerStatuses: [
        {
          name: "traffic-controller",
          ready: false,
          restartCount: 2,
          state: { waiting: { reason: "CrashLoopBackOff", message: "back-off 4 s" } },
        },
      ],
    };
    expect(whyOf(status)).to.deep.equal([
      {
        name: "tc-1",
        uid: "uid-of-tc-1",
        container: "traffic-controller",
        why: "waits: CrashLoopBackOff, back-off 4 s, started 3 times",
      },
    ]);
  });

  it("says that a container has ended, and with what", () => {
    const state = { terminated: { reason: "Error", exitCode: 7 } };
    const status = {
      containerStatuses: [{ name: "traffic-controller", ready: false, restartCount: 0, state }],
    };
    expect(whyOf(status)?.[0]?.why).to.equal("ended with 7 (Error)");
  });

  it("says why a pod is on no node", () => {
    const conditions = [{ type: "PodScheduled", status: "False", message: "0/6 nodes" }];
    expect(whyOf({ conditions })?.[0]?.why).to.equal("0/6 nodes");
  });

  it("leaves out pods that are ready, and those of others", () => {
    const ready = { conditions: [{ type: "Ready", status: "True" }] };
    const pods = [
      pod("tc-1", "traffic-controller", ready),
      pod("other-1", "other", { phase: "Pending" }),
    ];
    expect(unreadyWorkloads([controller(one)], pods)).to.deep.equal([
      { name: "traffic-controller", available: 1, wanted: 2, pods: [] },
    ]);
  });
});
