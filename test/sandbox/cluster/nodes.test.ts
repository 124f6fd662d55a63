import { expect } from "chai";
import fc from "fast-check";
import type { KubernetesObject } from "../../../sandbox/cluster/api-client";
import { ClusterError } from "../../../sandbox/cluster/failure";
import { MAX_NODES } from "../../../sandbox/cluster/network";
import type { PoolMove } from "../../../sandbox/cluster/node-pools";
import { ensureNodes, nodeChanges, type NodesApi } from "../../../sandbox/cluster/nodes";
import { NODES_PER_ZONE, type RegionPlan } from "../../../sandbox/cluster/region-plan";
import { sampleContext } from "./sample-context";

const planWith = (zones: readonly string[]): RegionPlan => ({ ...sampleContext().plan, zones });
const nameOf = ({ metadata }: KubernetesObject) => metadata.name;
const podCidrOf = ({ spec }: KubernetesObject) => (spec as { podCIDR: string }).podCIDR;
const addressOf = ({ status }: KubernetesObject) =>
  (status as { addresses: { address: string }[] }).addresses[0]?.address ?? "";

describe("a region's nodes", () => {
  const nodes = nodeChanges(planWith(["eu-west-1a", "eu-west-1b"]), new Map()).create;

  it("are two in each zone, labelled with zone and region", () => {
    const labels = nodes.map(({ metadata }) => {
      const all = metadata["labels"] as Record<string, string>;
      return [
        metadata.name,
        all["topology.kubernetes.io/zone"],
        all["topology.kubernetes.io/region"],
      ];
    });
    expect(labels).to.deep.equal([
      ["eu-west-1a-1", "eu-west-1a", "eu-west-1"],
      ["eu-west-1a-2", "eu-west-1a", "eu-west-1"],
      ["eu-west-1b-1", "eu-west-1b", "eu-west-1"],
      ["eu-west-1b-2", "eu-west-1b", "eu-west-1"],
    ]);
  });

  it("have an address and a pod range each, counted through all zones", () => {
    expect(nodes.map((node) => [addressOf(node), podCidrOf(node)])).to.deep.equal([
      ["10.2.0.1", "10.2.1.0/24"],
      ["10.2.0.2", "10.2.2.0/24"],
      ["10.2.0.3", "10.2.3.0/24"],
      ["10.2.0.4", "10.2.4.0/24"],
    ]);
  });

  it("follow the zones: those of a lost zone go, and no new one takes an address in use", () => {
    const present = new Map(nodes.map((node) => [nameOf(node), podCidrOf(node)]));
    const { create, remove } = nodeChanges(planWith(["eu-west-1c", "eu-west-1b"]), present);
    expect(remove).to.deep.equal(["eu-west-1a-1", "eu-west-1a-2"]);
    expect(create.map((node) => [nameOf(node), addressOf(node)])).to.deep.equal([
      ["eu-west-1c-1", "10.2.0.5"],
      ["eu-west-1c-2", "10.2.0.6"],
    ]);
  });

  it("never share an address, however the zones change, nor run out of them", () => {
    const names = Array.from({ length: MAX_NODES }, (_, n) => `zone-${String(n)}`);
    const zones = fc.uniqueArray(fc.constantFrom(...names), {
      minLength: 1,
      maxLength: MAX_NODES / NODES_PER_ZONE,
      size: "max",
    });
    fc.assert(
      fc.property(fc.array(zones, { minLength: 1, maxLength: 4 }), (changes) => {
        const present = new Map<string, string>();
        for (const wanted of changes) {
          const { create, remove } = nodeChanges(planWith(wanted), present);
          for (const node of create) present.set(nameOf(node), podCidrOf(node));
          expect(new Set(present.values()).size).to.equal(present.size);
          for (const name of remove) present.delete(name);
          expect(present.size).to.equal(wanted.length * NODES_PER_ZONE);
        }
        for (const cidr of present.values()) {
          expect(Number(cidr.split(".")[2])).to.be.within(1, 253);
        }
      }),
    );
  });
});

describe("moving a region's nodes into their pool", () => {
  const plan = { ...planWith(["eu-west-1a"]), features: ["edge-computing"] };
  const NOT_READY = { key: "node.kubernetes.io/not-ready", effect: "NoSchedule" };
  const EDGE = { key: "nephoran.io/node-pool", value: "edge", effect: "NoSchedule" };

  /** An API server with one node, which somebody else taints right before each of the first writes. */
  function busyApi(conflicts: number) {
    const node = {
      metadata: { name: "eu-west-1a-2", labels: {}, resourceVersion: "0" },
      spec: { podCIDR: "10.2.2.0/24", taints: [] as unknown[] },
      status: {},
    };
    const api: NodesApi = {
      get: () => Promise.resolve(structuredClone({ items: [node] })),
      create: () => Promise.resolve(),
      delete: () => Promise.resolve(),
      mergeIfUnchanged(path, change) {
        const version = Number(node.metadata.resourceVersion);
        if (version < conflicts) {
          node.spec.taints = [NOT_READY];
          node.metadata.resourceVersion = String(version + 1);
        }
        const isUnchanged = change.metadata.resourceVersion === node.metadata.resourceVersion;
        expect(path).to.equal("/api/v1/nodes/eu-west-1a-2");
        if (isUnchanged) {
          const { metadata, spec } = change as PoolMove["patch"];
          Object.assign(node.metadata.labels, metadata.labels);
          Object.assign(node.spec, spec);
        }
        return Promise.resolve(isUnchanged);
      },
    };
    return { api, node };
  }

  it("keeps what somebody else writes meanwhile", async () => {
    const { api, node } = busyApi(1);
    await ensureNodes(api, plan);
    expect(node.spec.taints).to.deep.equal([NOT_READY, EDGE]);
    expect(node.metadata.labels).to.deep.equal({ "nephoran.io/node-pool": "edge" });
  });

  it("gives up when somebody writes all the time", async () => {
    const error = await ensureNodes(busyApi(Infinity).api, plan).catch((e: unknown) => e);
    expect(error).to.be.an.instanceOf(ClusterError);
    expect((error as ClusterError).message).to.equal(
      "nodes of eu-west-1 could not be put into their pools: somebody else wrote to them each of 5 times. Run `sandbox up` again",
    );
  });
});
