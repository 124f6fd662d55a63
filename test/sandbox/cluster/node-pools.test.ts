import { expect } from "chai";
import fc from "fast-check";
import { NODE_POOL_LABEL } from "../../../components/labels";
import { type PooledNode, poolMarks, poolMoves } from "../../../sandbox/cluster/node-pools";
import { nodeChanges } from "../../../sandbox/cluster/nodes";
import { nodeNames, type RegionPlan } from "../../../sandbox/cluster/region-plan";
import { shippedProject } from "../../shipped-project";
import { sampleContext } from "./sample-context";

const planWith = (features: readonly string[]): RegionPlan => ({
  ...sampleContext().plan,
  features,
});
const edge = planWith(["low-latency-oran", "edge-computing"]);
const plain = planWith(["gdpr"]);

const NOT_READY = { key: "node.kubernetes.io/not-ready", effect: "NoSchedule", timeAdded: "today" };
const EDGE_TAINT = { key: NODE_POOL_LABEL, value: "edge", effect: "NoSchedule" };
const EDGE_LABEL = { [NODE_POOL_LABEL]: "edge" };

const node = (name: string, change: Partial<PooledNode> = {}): PooledNode => ({
  name,
  labels: { "kubernetes.io/os": "linux" },
  taints: [],
  resourceVersion: "7",
  ...change,
});

describe("the edge node pool", () => {
  it("is half of the nodes, one in each zone, where there is edge computing", () => {
    expect(
      edge.zones.flatMap(nodeNames).filter((name) => poolMarks(edge, name).taints.length > 0),
    ).to.deep.equal(["eu-west-1a-2", "eu-west-1b-2"]);
    expect(poolMarks(edge, "eu-west-1a-2")).to.deep.equal({
      labels: EDGE_LABEL,
      taints: [EDGE_TAINT],
    });
  });

  it("is nowhere else", () => {
    for (const name of plain.zones.flatMap(nodeNames)) {
      expect(poolMarks(plain, name)).to.deep.equal({ labels: {}, taints: [] });
    }
  });

  it("is in ap-southeast-1 of the shipped topology", () => {
    const having = shippedProject.topology.regions.filter(({ features, zones }) =>
      zones
        .flatMap(nodeNames)
        .some((name) => poolMarks({ ...edge, features, zones }, name).taints.length > 0),
    );
    expect(having.map(({ name }) => name)).to.deep.equal(["ap-southeast-1"]);
  });

  it("is on a new node from the start", () => {
    const [first, second] = nodeChanges(edge, new Map()).create;
    expect(first?.metadata["labels"]).not.to.include(EDGE_LABEL);
    expect(first?.["spec"]).to.have.deep.property("taints", []);
    expect(second?.metadata["labels"]).to.include(EDGE_LABEL);
    expect(second?.["spec"]).to.have.deep.property("taints", [EDGE_TAINT]);
  });
});

describe("moving a node between pools", () => {
  it("is not needed where all are as they should be", () => {
    const there = node("eu-west-1a-2", { labels: EDGE_LABEL, taints: [NOT_READY, EDGE_TAINT] });
    expect(poolMoves(edge, [node("eu-west-1a-1"), there])).to.deep.equal([]);
  });

  it("marks a node that was made without a pool, and keeps the taints of others", () => {
    expect(poolMoves(edge, [node("eu-west-1a-2", { taints: [NOT_READY] })])).to.deep.equal([
      {
        name: "eu-west-1a-2",
        patch: {
          metadata: { resourceVersion: "7", labels: EDGE_LABEL },
          spec: { taints: [NOT_READY, EDGE_TAINT] },
        },
      },
    ]);
  });

  it("unmarks a node when the region has lost the feature", () => {
    const there = node("eu-west-1a-2", { labels: EDGE_LABEL, taints: [EDGE_TAINT, NOT_READY] });
    expect(poolMoves(plain, [there])).to.deep.equal([
      {
        name: "eu-west-1a-2",
        patch: {
          metadata: { resourceVersion: "7", labels: { [NODE_POOL_LABEL]: null } },
          spec: { taints: [NOT_READY] },
        },
      },
    ]);
  });

  it("is done after one move, whatever a node carried before", () => {
    const taint = fc.constantFrom(NOT_READY, EDGE_TAINT, { ...EDGE_TAINT, effect: "NoExecute" });
    const some = fc.record({
      name: fc.constantFrom(...edge.zones.flatMap(nodeNames)),
      labels: fc.constantFrom({}, EDGE_LABEL, { [NODE_POOL_LABEL]: "other" }),
      taints: fc.uniqueArray(taint),
      resourceVersion: fc.constant("7"),
    });
    fc.assert(
      fc.property(fc.constantFrom(edge, plain), some, (plan, before) => {
        const [move] = poolMoves(plan, [before]);
        if (move === undefined) return;
        const labels: Record<string, string | null> = {
          ...before.labels,
          ...move.patch.metadata.labels,
        };
        const kept = Object.entries(labels).flatMap(([key, value]) =>
          value === null ? [] : [[key, value] as const],
        );
        const after = { ...before, ...move.patch.spec, labels: Object.fromEntries(kept) };
        expect(poolMoves(plan, [after])).to.deep.equal([]);
        expect(after.taints.includes(NOT_READY)).to.equal(before.taints.includes(NOT_READY));
      }),
    );
  });
});
