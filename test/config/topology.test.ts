import { expect } from "chai";
import fc from "fast-check";
import { ConfigError, type Problem } from "../../config/problems";
import { parseTopology, topologyWarnings } from "../../config/topology";
import { shippedSettings } from "../../services/traffic-controller/settings";
import { shippedProject } from "../shipped-project";

/** A change to a copy of the shipped topology, whatever its types say. */
function changed(change: (topology: Writable) => void): unknown {
  const copy = structuredClone(shippedProject.topology) as unknown as Writable;
  change(copy);
  return copy;
}
interface Writable {
  routing?: unknown;
  residencyZones: Record<string, { description: string }>;
  regions: Record<string, unknown>[];
}

function problemsOf(topology: unknown): readonly Problem[] {
  try {
    parseTopology(topology);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe("the topology", () => {
  it("is valid as shipped, with four regions and no warning", () => {
    expect(shippedProject.topology.regions.map(({ name }) => name)).to.deep.equal([
      "us-east-1",
      "eu-west-1",
      "ap-southeast-1",
      "us-west-2",
    ]);
    expect(topologyWarnings(shippedProject.topology)).to.deep.equal([]);
  });

  it("names the key, the value seen, what is allowed and the file for a misspelt role", () => {
    const topology = changed(({ regions }) => (regions[1] = { ...regions[1], role: "regoinal" }));
    expect(problemsOf(topology)).to.deep.equal([
      {
        file: "Pulumi.yaml",
        key: "topology.regions[1].role",
        seen: '"regoinal"',
        allowed: "one of primary, regional, edge, dr",
      },
    ]);
  });

  it("refuses an unknown key and lists the known ones", () => {
    const [problem, ...others] = problemsOf(
      changed(({ regions }) => (regions[0] = { ...regions[0], prority: 1 })),
    );
    expect(others).to.deep.equal([]);
    expect(problem?.key).to.equal("topology.regions[0].prority");
    expect(problem?.allowed).to.contain("priority, role, location");
  });

  it("refuses two primaries by name", () => {
    const topology = changed(({ regions }) => (regions[3] = { ...regions[3], role: "primary" }));
    expect(problemsOf(topology).map(({ seen }) => seen)).to.deep.equal([
      "primary in us-east-1 and us-west-2",
    ]);
  });

  it("refuses a topology without a primary", () => {
    const topology = changed(({ regions }) => (regions[0] = { ...regions[0], role: "regional" }));
    expect(problemsOf(topology).map(({ seen }) => seen)).to.deep.equal(["nowhere primary"]);
  });

  it("refuses a residency zone without a home region", () => {
    const topology = changed(({ residencyZones }) => (residencyZones["uk"] = { description: "x" }));
    expect(problemsOf(topology).map(({ key, seen }) => [key, seen])).to.deep.equal([
      ["topology.residencyZones.uk", "without a home region"],
    ]);
  });

  it("refuses a region in a zone that is not declared", () => {
    const topology = changed(
      ({ regions }) => (regions[2] = { ...regions[2], residencyZone: "sg" }),
    );
    expect(problemsOf(topology).map(({ key, allowed }) => [key, allowed])).to.deep.equal([
      ["topology.regions[2].residencyZone", "one of topology.residencyZones: eu"],
    ]);
  });

  it("may say how all controllers decide, in part; the rest is as it is shipped", () => {
    const routing = { assignment: { strategy: "cost" } };
    const { routing: parsed } = parseTopology(changed((it) => (it.routing = routing)));
    expect(parsed).to.deep.equal({
      ...shippedSettings,
      assignment: { ...shippedSettings.assignment, strategy: "cost" },
    });
  });

  it("refuses thresholds that contradict each other, in words of the contradiction", () => {
    const routing = { success: { enterBelowRatio: 0.99 } };
    expect(problemsOf(changed((it) => (it.routing = routing)))).to.deep.equal([
      {
        file: "Pulumi.yaml",
        key: "topology.routing.success.leaveFromRatio",
        seen: "missing",
        allowed: "at least enterBelowRatio",
      },
    ]);
  });

  it("reports all problems together", () => {
    const topology = changed(({ regions, residencyZones }) => {
      regions[1] = { ...regions[1], name: "us-east-1", priority: 1 };
      residencyZones["uk"] = { description: "x" };
    });
    expect(problemsOf(topology).map(({ key }) => key)).to.deep.equal([
      "topology.regions[1].name",
      "topology.regions[1].priority",
      "topology.residencyZones.uk",
    ]);
  });

  it("says that the topology is missing when Pulumi.yaml has none", () => {
    expect(problemsOf(undefined).map(({ key, seen }) => [key, seen])).to.deep.equal([
      ["topology", "missing"],
    ]);
  });

  it("warns of two regions and of no stand-by", () => {
    const two = parseTopology(changed(({ regions }) => regions.splice(2)));
    expect(topologyWarnings(two)).to.have.length(2);
  });

  it("finds every repeated name, wherever it stands", () => {
    const { regions } = shippedProject.topology;
    const index = fc.nat({ max: regions.length - 1 });
    fc.assert(
      fc.property(index, index, (from, to) => {
        fc.pre(from !== to);
        const topology = changed((copy) => {
          copy.regions[to] = { ...copy.regions[to], name: regions[from]?.name };
        });
        const keys = problemsOf(topology).map(({ key }) => key);
        expect(keys).to.include(`topology.regions[${Math.max(from, to)}].name`);
      }),
    );
  });
});
