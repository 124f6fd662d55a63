import { expect } from "chai";
import fc from "fast-check";
import { isHome } from "../../routing/bindings";
import { entries } from "./worlds";

describe("a region that requests may be bound to", () => {
  it("is in a residency zone, or is the home of a tenant, and no other region is", () => {
    fc.assert(
      fc.property(entries, ({ topology, entry }) => {
        const zone = topology.regions.find(({ name }) => name === entry)?.residencyZone;
        const homes = Object.values(topology.tenants).map(({ boundTo }) => boundTo);
        expect(isHome(entry, topology)).to.equal(zone !== undefined || homes.includes(entry));
      }),
    );
  });
});
