import { expect } from "chai";
import { parseAllDocuments } from "yaml";
import { ClusterError } from "../../../sandbox/cluster/failure";
import { podStages, withoutRealPods } from "../../../sandbox/cluster/pod-stages";

/** As KWOK has it, as far as it matters here. */
const POD_READY = `
metadata:
  name: pod-ready
spec:
  selector:
    matchExpressions:
    - key: .status.phase
      operator: In
      values: [Pending]
  next:
    statusTemplate: |
      conditions:
      - status: "True"
        type: Initialized
      - status: "True"
        type: Ready
      - status: "True"
        type: ContainersReady
      containerStatuses:
      - ready: true
      initContainerStatuses:
      - ready: true
      phase: Running
`;

describe("the stages by which pods start", () => {
  const stages = parseAllDocuments(podStages(POD_READY)).map(
    (document) => document.toJS() as Stage,
  );

  it("are two, one for the pods of the state store and one for all others", () => {
    expect(
      stages.map(({ metadata, spec }) => [metadata.name, spec.selector.matchExpressions.at(-1)]),
    ).to.deep.equal([
      ["pod-ready", { key: ".metadata.labels.app", operator: "NotIn", values: ["cockroachdb"] }],
      ["pod-start", { key: ".metadata.labels.app", operator: "In", values: ["cockroachdb"] }],
    ]);
    for (const { spec } of stages) {
      expect(spec.selector.matchExpressions[0]).to.include({ key: ".status.phase" });
    }
  });

  it("leave the state store unready, though it runs and its init containers have ended", () => {
    const lines = (stages[1]?.spec.next.statusTemplate ?? "")
      .split("\n")
      .map((line) => line.trim());
    expect(lines.slice(0, -1)).to.deep.equal([
      ...["conditions:", '- status: "True"', "type: Initialized"],
      ...['- status: "False"', "type: Ready", '- status: "False"', "type: ContainersReady"],
      ...["containerStatuses:", "- ready: false", "initContainerStatuses:", "- ready: true"],
      "phase: Running",
    ]);
  });

  it("leave pods to a runner all of whose containers have images that it knows", () => {
    const narrowed = parseAllDocuments(
      withoutRealPods([podStages(POD_READY)], "^a\\.b/(c|d)$"),
    ).map((document) => document.toJS() as Stage);
    expect(narrowed.map(({ metadata }) => metadata.name)).to.deep.equal(["pod-ready", "pod-start"]);
    for (const [position, { spec }] of narrowed.entries()) {
      expect(spec.selector.matchExpressions).to.deep.equal([
        ...(stages[position]?.spec.selector.matchExpressions ?? []),
        {
          key: '[.spec.containers[].image | test("^a\\\\.b/(c|d)$")] | all',
          operator: "NotIn",
          values: ["true"],
        },
      ]);
    }
  });

  it("are refused where KWOK's stage has another form", () => {
    expect(() => podStages("metadata: { name: pod-ready }"))
      .to.throw(ClusterError)
      .with.property("message")
      .that.contains("KWOK's stage pod-ready is not what it was");
  });
});

interface Stage {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly selector: { readonly matchExpressions: readonly object[] };
    readonly next: { readonly statusTemplate: string };
  };
}
