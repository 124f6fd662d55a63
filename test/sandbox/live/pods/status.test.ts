import { expect } from "chai";
import { initialState, type Phase, type PodState } from "../../../../sandbox/live/pods/lifecycle";
import { podStatus } from "../../../../sandbox/live/pods/status";
import { ADDRESSES, container, samplePod } from "./sample-pod";

const NOW = Date.parse("2026-01-01T00:00:10Z");
const SINCE = Date.parse("2026-01-01T00:00:05Z");
const POD = samplePod({
  initContainers: [container("init")],
  containers: [container("main"), container("other")],
});

const running = (ready: boolean): Phase => ({
  kind: "running",
  since: SINCE,
  started: true,
  ready,
  stopping: false,
});
const ended = (exitCode: number): Phase => ({
  kind: "ended",
  end: {
    exitCode,
    reason: exitCode === 0 ? "Completed" : "Error",
    startedAt: SINCE,
    finishedAt: NOW,
  },
});

function status(phases: Readonly<Record<string, Phase>>, pod = POD, initialized = true) {
  const initial = initialState(pod);
  const state: PodState = {
    initialized,
    containers: Object.fromEntries(
      Object.entries(initial.containers).map(([name, before]) => [
        name,
        { ...before, phase: phases[name] ?? before.phase },
      ]),
    ),
  };
  return podStatus({ pod, state, addresses: ADDRESSES, startTime: SINCE, now: NOW });
}

const conditionsOf = ({ conditions }: ReturnType<typeof status>) =>
  Object.fromEntries(conditions.map(({ type, status: is, message }) => [type, [is, message]]));

describe("a pod's status", () => {
  it("is Pending as long as init containers run, and says which", () => {
    const pending = status({ init: running(true) }, POD, false);
    expect(pending.phase).to.equal("Pending");
    expect(conditionsOf(pending)).to.deep.equal({
      PodReadyToStartContainers: ["True", null],
      Initialized: ["False", "containers with incomplete status: [init]"],
      ContainersReady: ["False", "containers with unready status: [main other]"],
      Ready: ["False", "containers with unready status: [main other]"],
    });
  });

  it("is ready when every container is", () => {
    const phases = { init: ended(0), main: running(true), other: running(false) };
    expect(conditionsOf(status(phases)).Ready).to.deep.equal([
      "False",
      "containers with unready status: [other]",
    ]);
    expect(conditionsOf(status({ ...phases, other: running(true) })).Ready).to.deep.equal([
      "True",
      null,
    ]);
  });

  it("waits for what else has to hold", () => {
    const gated = samplePod(
      { containers: [container("main")], readinessGates: [{ conditionType: "example.org/Gate" }] },
      { status: { conditions: [{ type: "example.org/Gate", status: "False" }] } },
    );
    expect(conditionsOf(status({ main: running(true) }, gated)).Ready?.[0]).to.equal("False");
  });

  for (const [exitCode, phase] of [
    [0, "Succeeded"],
    [3, "Failed"],
  ] as const) {
    it(`is ${phase} when all containers have ended, one with ${exitCode}`, () => {
      const found = status({ init: ended(0), main: ended(0), other: ended(exitCode) });
      expect(found.phase).to.equal(phase);
      expect(found.containerStatuses).to.have.nested.property(
        "[1].state.terminated.exitCode",
        exitCode,
      );
    });
  }

  it("keeps the time of a condition that has not changed", () => {
    const before = {
      type: "Initialized",
      status: "True",
      lastTransitionTime: "2025-01-01T00:00:00Z",
    };
    const pod = { ...POD, status: { ...POD.status, conditions: [before] } };
    const { conditions } = status({ init: ended(0), main: running(true) }, pod);
    const times = Object.fromEntries(
      conditions.map(({ type, lastTransitionTime }) => [type, lastTransitionTime]),
    );
    expect(times).to.include({
      Initialized: "2025-01-01T00:00:00Z",
      Ready: "2026-01-01T00:00:10Z",
    });
  });

  it("says since when a container runs, and under which name its run is known", () => {
    const { containerStatuses } = status({ init: ended(0), main: running(true) });
    expect(containerStatuses).to.have.nested.property(
      "[0].state.running.startedAt",
      "2026-01-01T00:00:05Z",
    );
    expect(containerStatuses).to.have.nested.property(
      "[0].containerID",
      `sandbox://${POD.metadata.uid}/main/0`,
    );
  });
});
