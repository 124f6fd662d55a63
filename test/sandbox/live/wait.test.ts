import { expect } from "chai";
import { OperatorError } from "../../../config/operator-error";
import { awaitWorkloads } from "../../../sandbox/live/wait";

const name = "traffic-controller";
const labels = { app: name };
const namespace = "nephoran-global";

const deployment = (availableReplicas: number) => ({
  metadata: { name, namespace, generation: 1 },
  spec: {
    replicas: 1,
    selector: { matchLabels: labels },
    template: { spec: { containers: [{ image: "docker.io/nephoran/traffic-controller:1.0.0" }] } },
  },
  status: { observedGeneration: 1, availableReplicas, updatedReplicas: 1 },
});

const crashing = {
  metadata: { name: "traffic-controller-0", namespace, uid: "uid-0", labels },
  status: {
    containerStatuses: [
      { name, ready: false, restartCount: 1, state: { waiting: { reason: "CrashLoopBackOff" } } },
    ],
  },
};

/** An API server whose Deployment has so many available replicas, each time that it is asked. */
function apiOf(available: number[]) {
  return {
    get: (path: string) => {
      const items =
        path === "/apis/apps/v1/deployments"
          ? [deployment(available.shift() ?? 0)]
          : path === "/api/v1/pods"
            ? [crashing]
            : [];
      return Promise.resolve({ items });
    },
  };
}

const waiting = (available: number[], timeoutMs: number) =>
  awaitWorkloads({
    region: "eu-west-1",
    api: apiOf(available),
    timeoutMs,
    signal: new AbortController().signal,
    lastLine: ({ uid, container }) => Promise.resolve(`${uid} ${container ?? ""} said: no routes`),
  });

describe("waiting for a region's workloads", () => {
  it("ends when all are available", async () => {
    await waiting([0, 1], 10_000);
  });

  it("is given up at its bound, with what is missing, why, and what its container wrote last", async () => {
    const error: unknown = await waiting([], 0).catch((cause: unknown) => cause);
    expect(error).to.be.instanceOf(OperatorError);
    expect((error as OperatorError).message.split("\n")).to.deep.equal([
      "eu-west-1 is not ready after 0 s:",
      "  traffic-controller: 0 of 1",
      "    traffic-controller-0, traffic-controller: waits: CrashLoopBackOff, started 2 times",
      "      uid-0 traffic-controller said: no routes",
    ]);
  });
});
