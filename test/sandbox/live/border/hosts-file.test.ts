import { expect } from "chai";
import fc from "fast-check";
import { readProject } from "../../../../config/files";
import { roundTrip } from "../../../../routing/distance";
import {
  answersOf,
  hostsFile,
  meshNames,
  publicNames,
} from "../../../../sandbox/live/border/hosts-file";
import { repositoryRoot } from "../../../../sandbox/layout";

const { topology } = readProject(repositoryRoot);

const region = (name: string) => {
  const found = topology.regions.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`${name} is not shipped`);
  return found;
};

const from = (name: string) =>
  publicNames(topology, ({ location }) => roundTrip(region(name).location, location));

describe("public names", () => {
  it("lead to all entries, the nearest first, to a zone's, and to one region", () => {
    expect(from("eu-west-1")).to.deep.equal([
      {
        host: "nephoran.io",
        regions: ["eu-west-1", "us-east-1", "us-west-2", "ap-southeast-1"],
      },
      { host: "eu.nephoran.io", regions: ["eu-west-1"] },
      { host: "us-east-1.nephoran.io", regions: ["us-east-1"] },
      { host: "eu-west-1.nephoran.io", regions: ["eu-west-1"] },
      { host: "ap-southeast-1.nephoran.io", regions: ["ap-southeast-1"] },
      { host: "us-west-2.nephoran.io", regions: ["us-west-2"] },
    ]);
  });

  it("have the addresses of those entries alone that have one", () => {
    const entries = new Map([
      ["us-east-1", ["198.18.0.7"]],
      ["eu-west-1", ["198.18.4.7"]],
    ]);
    const [all, zone, ...single] = answersOf(from("us-east-1"), entries);
    expect(all).to.deep.equal({ host: "nephoran.io", addresses: ["198.18.0.7", "198.18.4.7"] });
    expect(zone?.addresses).to.deep.equal(["198.18.4.7"]);
    expect(
      single.filter(({ addresses }) => addresses.length === 0).map(({ host }) => host),
    ).to.deep.equal(["ap-southeast-1.nephoran.io", "us-west-2.nephoran.io"]);
  });

  it("lead to the same entries from everywhere", () => {
    const distances = fc.array(fc.double({ noNaN: true }), { minLength: 4, maxLength: 4 });
    const places = topology.regions.map(({ name }) => name);
    const sorted = (names: ReturnType<typeof publicNames>) =>
      names.map(({ host, regions }) => [host, [...regions].sort()]);
    fc.assert(
      fc.property(distances, (each) => {
        const names = publicNames(topology, ({ name }) => each[places.indexOf(name)] ?? 0);
        expect(sorted(names)).to.deep.equal(sorted(from("us-east-1")));
      }),
    );
  });
});

describe("names of the mesh", () => {
  const entry = (host: string, ...addresses: string[]) => ({
    metadata: { namespace: "nephoran-global", name: host },
    spec: { hosts: [host], endpoints: addresses.map((address) => ({ address })) },
  });

  it("lead where Istio leads, by an address or by a Service's", () => {
    const names = meshNames(
      [
        entry("eu-west-1.nephoran.local", "10.96.4.9"),
        entry("db.us-east-1.nephoran.local", "db-0.nephoran-global.svc.cluster.local"),
        entry("us-west-2.nephoran.local"),
      ],
      (service) => (service === "db-0.nephoran-global.svc.cluster.local" ? ["10.96.0.30"] : []),
    );
    expect(names).to.deep.equal([
      { host: "eu-west-1.nephoran.local", addresses: ["10.96.4.9"] },
      { host: "db.us-east-1.nephoran.local", addresses: ["10.96.0.30"] },
      { host: "us-west-2.nephoran.local", addresses: [] },
    ]);
  });

  it("are no names of the outside world", () => {
    expect(meshNames([entry("api.example.org", "192.0.2.1")], () => [])).to.deep.equal([]);
  });
});

describe("a hosts file", () => {
  it("has a line for each address, once, and none for a name without", () => {
    expect(
      hostsFile([
        { host: "a.example", addresses: ["10.0.0.2", "10.0.0.1", "10.0.0.2"] },
        { host: "b.example", addresses: [] },
        { host: "c.example", addresses: ["10.0.0.3"] },
      ]),
    ).to.equal("10.0.0.2 a.example\n10.0.0.1 a.example\n10.0.0.3 c.example\n");
  });
});
