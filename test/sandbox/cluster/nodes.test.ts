import { expect } from "chai";
import fc from "fast-check";
import type { KubernetesObject } from "../../../sandbox/cluster/api-client";
import { MAX_NODES } from "../../../sandbox/cluster/network";
import { nodeChanges } from "../../../sandbox/cluster/nodes";
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
