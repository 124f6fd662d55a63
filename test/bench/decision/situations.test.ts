import { expect } from "chai";
import { snapshots, topologyOf } from "../../../bench/decision/situations";
import { decide } from "../../../services/traffic-controller/decision/decide";
import { shippedSettings } from "../../../services/traffic-controller/settings";
import { Seeded } from "../../../simulator/seeded";

describe("the situations that decisions are measured in", () => {
  const history = (): ReturnType<typeof decide>[] => {
    const random = new Seeded(7);
    const topology = topologyOf(4, random);
    const decisions: ReturnType<typeof decide>[] = [];
    for (const snapshot of snapshots(topology, random)) {
      const previous = decisions.at(-1)?.next;
      decisions.push(
        decide({
          topology,
          settings: shippedSettings,
          snapshot,
          ...(previous && { previous }),
          overrides: [],
          nowMs: 1_000 * (1 + decisions.length),
        }),
      );
      if (decisions.length === 100) break;
    }
    return decisions;
  };

  it("are the same in each run", () => {
    expect(history()).to.deep.equal(history());
  });

  it("have something to decide: regions fail, and rows move in many of the seconds", () => {
    const decisions = history();
    expect(decisions.some(({ states }) => states.includes("failed"))).to.equal(true);
    expect(decisions.filter(({ changed }) => changed.length > 0)).to.have.length.above(15);
  });
});
