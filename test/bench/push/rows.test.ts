import { expect } from "chai";
import fc from "fast-check";
import { byHost, rowAt } from "../../../bench/push/rows";
import { readProject } from "../../../config/files";
import { failoverHost } from "../../../routing/hosts";
import { repositoryRoot } from "../../../sandbox/layout";

const { topology } = readProject(repositoryRoot);

describe("rows of a benchmark's shifts", () => {
  it("are rows of the topology, of which no two in a row are alike", () => {
    fc.assert(
      fc.property(fc.nat(10_000), (position) => {
        const [row, next] = [rowAt(topology, position), rowAt(topology, position + 1)];
        expect(Object.keys(row)).to.deep.equal(topology.regions.map(({ name }) => name));
        expect(Object.values(row).reduce((sum, weight) => sum + weight, 0)).to.equal(100);
        expect(row).to.not.deep.equal(next);
      }),
    );
  });

  it("are looked for at Envoys by host, without regions that get nothing", () => {
    expect(byHost(rowAt(topology, 0))).to.deep.equal({
      [failoverHost("us-east-1")]: 90,
      [failoverHost("eu-west-1")]: 10,
    });
  });
});
