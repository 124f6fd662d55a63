import { expect } from "chai";
import fc from "fast-check";
import {
  afterEnd,
  backoffMs,
  decide,
  type End,
  initialState,
  type PodState,
  withContainer,
} from "../../../../sandbox/live/pods/lifecycle";
import { containersOf, type Pod } from "../../../../sandbox/live/pods/pod";
import { container, samplePod } from "./sample-pod";

const sidecar = (name: string) => container(name, { restartPolicy: "Always" });
const ORDERED = samplePod({
  initContainers: [container("first"), sidecar("beside"), container("third")],
  containers: [container("main"), container("other")],
});

/** A pod that is played without processes. */
class Played {
  state: PodState;
  now = 1_000_000;

  constructor(readonly pod: Pod) {
    this.state = initialState(pod);
  }

  /** What is due now, as `start main`; starts are under way afterwards. */
  step(): string[] {
    const { actions, initialized } = decide(this.pod, this.state, this.now);
    this.state = { ...this.state, initialized };
    for (const action of actions) {
      this.state = withContainer(this.state, action.container, (before) => ({
        ...before,
        phase:
          action.kind === "start"
            ? { kind: "starting" }
            : { kind: "running", since: 0, started: true, ready: true, stopping: true },
      }));
    }
    return actions.map((action) => `${action.kind} ${action.container}`);
  }

  runs(name: string, started = true): void {
    this.state = withContainer(this.state, name, (before) => ({
      ...before,
      phase: { kind: "running", since: this.now, started, ready: started, stopping: false },
    }));
  }

  ends(name: string, exitCode: number, ranMs = 0): void {
    const found = containersOf(this.pod).find((one) => one.name === name);
    if (found === undefined) throw new Error(`there is no ${name}`);
    const end: End = {
      exitCode,
      reason: exitCode === 0 ? "Completed" : "Error",
      startedAt: this.now - ranMs,
      finishedAt: this.now,
    };
    this.state = afterEnd(this.pod, found, this.state, end);
  }

  get isOver(): boolean {
    return decide(this.pod, this.state, this.now).over;
  }
}

describe("the life of a pod", () => {
  it("starts init containers one after the other, a sidecar once it has started, then the others", () => {
    const played = new Played(ORDERED);
    expect(played.step()).to.deep.equal(["start first"]);
    expect(played.step()).to.deep.equal([]);
    played.runs("first");
    expect(played.step()).to.deep.equal([]);
    played.ends("first", 0);
    expect(played.step()).to.deep.equal(["start beside"]);
    played.runs("beside", false);
    expect(played.step()).to.deep.equal([]);
    played.runs("beside");
    expect(played.step()).to.deep.equal(["start third"]);
    played.ends("third", 0);
    expect(played.step()).to.deep.equal(["start main", "start other"]);
  });

  it("ends with its own containers: sidecars are stopped after them", () => {
    const played = new Played({
      ...ORDERED,
      spec: { ...ORDERED.spec, restartPolicy: "Never" },
    });
    for (const name of ["first", "third"]) played.ends(name, 0);
    for (const name of ["beside", "main", "other"]) played.runs(name);
    played.step();
    played.ends("main", 0);
    expect(played.step()).to.deep.equal([]);
    played.ends("other", 1);
    expect(played.step()).to.deep.equal(["stop beside"]);
    expect(played.isOver).to.equal(false);
    played.ends("beside", 143);
    expect(played.isOver).to.equal(true);
  });

  it("stops everything at once when it is deleted, and the sidecars last, the last one first", () => {
    const pod = samplePod({
      initContainers: [sidecar("one"), sidecar("two")],
      containers: [container("main"), container("other")],
    });
    const played = new Played(pod);
    for (const { name } of containersOf(pod)) played.runs(name);
    played.step();
    played.state = { ...played.state, deadline: played.now + 5_000 };
    expect(played.step()).to.deep.equal(["stop main", "stop other"]);
    played.ends("main", 0);
    expect(played.step()).to.deep.equal([]);
    played.ends("other", 137);
    expect(played.step()).to.deep.equal(["stop two"]);
    played.ends("two", 0);
    expect(played.step()).to.deep.equal(["stop one"]);
    played.ends("one", 0);
    expect(played.isOver).to.equal(true);
  });

  it("is over at once when it is deleted before anything of it runs", () => {
    const played = new Played(ORDERED);
    played.state = { ...played.state, deadline: played.now };
    expect(played.step()).to.deep.equal([]);
    expect(played.isOver).to.equal(true);
  });

  for (const [restartPolicy, exitCode, again] of [
    ["Always", 0, true],
    ["Always", 1, true],
    ["OnFailure", 0, false],
    ["OnFailure", 1, true],
    ["Never", 0, false],
    ["Never", 1, false],
  ] as const) {
    it(`${again ? "restarts" : "leaves"} a container that exits with ${exitCode} under ${restartPolicy}`, () => {
      const played = new Played(samplePod({ restartPolicy, containers: [container("main")] }));
      played.step();
      played.ends("main", exitCode);
      expect(played.step()).to.deep.equal([]);
      played.now += 1_000;
      expect(played.step()).to.deep.equal(again ? ["start main"] : []);
      expect(played.state.containers.main?.restarts).to.equal(again ? 1 : 0);
    });
  }

  it("fails with an init container that fails under Never, and starts nothing more", () => {
    const played = new Played({ ...ORDERED, spec: { ...ORDERED.spec, restartPolicy: "Never" } });
    played.step();
    played.ends("first", 1);
    expect(played.step()).to.deep.equal([]);
    expect(played.isOver).to.equal(true);
  });

  it("restarts a sidecar that crashes while the others go on", () => {
    const played = new Played(ORDERED);
    for (const name of ["first", "third"]) played.ends(name, 0);
    for (const name of ["beside", "main", "other"]) played.runs(name);
    played.step();
    played.ends("beside", 0);
    played.now += 1_000;
    expect(played.step()).to.deep.equal(["start beside"]);
  });

  it("waits from 1 s to 30 s between short runs, and 1 s after a long one", () => {
    expect([1, 2, 3, 4, 5, 6, 7, 100].map(backoffMs)).to.deep.equal([
      ...[1_000, 2_000, 4_000, 8_000, 16_000],
      ...[30_000, 30_000, 30_000],
    ]);
    const played = new Played(samplePod({ containers: [container("main")] }));
    for (const ranMs of [0, 0, 60_000]) played.ends("main", 1, ranMs);
    expect(decide(played.pod, played.state, played.now).wakeAt).to.equal(played.now + 1_000);
  });

  it("counts what ran under an earlier runner as a run", () => {
    const status = { phase: "Running", containerStatuses: [{ name: "main", restartCount: 2 }] };
    const pod = samplePod({ containers: [container("main")] }, { status });
    expect(initialState(pod).containers.main?.restarts).to.equal(3);
  });

  it("does not run again what has ended for good", () => {
    const status = { phase: "Succeeded", containerStatuses: [{ name: "main", restartCount: 0 }] };
    const played = new Played(samplePod({ containers: [container("main")] }, { status }));
    expect(played.step()).to.deep.equal([]);
    expect(played.isOver).to.equal(true);
  });

  it("never starts what runs, nor stops what does not, whatever happens to it", () => {
    const names = containersOf(ORDERED).map(({ name }) => name);
    const event = fc.record({
      kind: fc.constantFrom("runs", "ends", "passes", "deleted"),
      name: fc.constantFrom(...names),
      exitCode: fc.constantFrom(0, 1, 137),
    });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (events) => {
        const played = new Played(ORDERED);
        for (const { kind, name, exitCode } of events) {
          const phase = played.state.containers[name]?.phase.kind;
          if (kind === "runs" && phase === "starting") played.runs(name);
          if (kind === "ends" && phase === "running") played.ends(name, exitCode);
          if (kind === "passes") played.now += 31_000;
          if (kind === "deleted") played.state = { ...played.state, deadline: played.now };
          const before = played.state;
          for (const action of played.step()) {
            const [what, whom = ""] = action.split(" ");
            const was = before.containers[whom]?.phase.kind;
            expect(was).to.equal(what === "start" ? "waiting" : "running");
          }
          // Asked again at once, nothing more is due.
          expect(played.step()).to.deep.equal([]);
        }
      }),
    );
  });
});
