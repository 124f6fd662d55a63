import { expect } from "chai";
import { tokenIssuerOf } from "../../config/token-issuer";
import { parseTopology } from "../../config/topology";
import { configProblems } from "./config-problems";
import { topologyWith } from "./home-region";

const home = (entry: Readonly<Record<string, unknown>>) => {
  const topology = parseTopology(topologyWith(entry));
  const [region] = topology.regions;
  if (region === undefined) throw new Error("The topology has no region.");
  return tokenIssuerOf(region, topology);
};

const problems = (entry: Readonly<Record<string, unknown>>, more: object = {}) =>
  configProblems(() => parseTopology({ ...(topologyWith(entry) as object), ...more })).map(
    ({ key, seen, allowed }) => [key, seen, allowed],
  );

describe("who makes the tokens of a region", () => {
  it("follows from the topology, so that every other region knows it too", () => {
    expect(home({})).to.deep.equal({
      issuer: "https://auth.home.nephoran.io",
      audience: "nephoran-home",
      jwksUri: null,
      jwks: null,
    });
  });

  it("is what the region's entry says", () => {
    const tokens = {
      issuer: "https://id.example.com",
      audience: "intents",
      jwksUri: "https://id.example.com/keys",
    };
    expect(home({ tokens })).to.deep.equal({ ...tokens, jwks: null });
  });

  it("has public keys alone: a private one is refused, and not repeated", () => {
    const jwks = JSON.stringify({ keys: [{ kty: "EC", d: "private" }] });
    expect(problems({ tokens: { jwks } })).to.deep.equal([
      [
        "topology.regions[0].tokens.jwks",
        "no set of public keys, and not repeated since it may hold a private one",
        'a JSON Web Key Set with public keys alone, such as {"keys": [...]}',
      ],
    ]);
  });

  for (const jwks of ["no JSON", "null", "{}", '{"keys": []}', '{"keys": ["text"]}']) {
    it(`has no key in ${jwks}`, () => {
      expect(problems({ tokens: { jwks } })).to.have.length(1);
    });
  }
});

describe("a tenant", () => {
  it("is bound to a residency zone or to a region", () => {
    const tenants = { one: { boundTo: "eu" }, two: { boundTo: "abroad" } };
    expect(problems({}, { tenants })).to.deep.equal([]);
  });

  it("is not bound to what the topology does not have", () => {
    expect(problems({}, { tenants: { acme: { boundTo: "moon" } } })).to.deep.equal([
      [
        "topology.tenants.acme.boundTo",
        "moon",
        "a residency zone (eu) or a region (home, away, abroad)",
      ],
    ]);
  });

  it("could not tell a zone from a region of one name", () => {
    const residencyZones = { eu: { description: "law" }, abroad: { description: "law" } };
    expect(problems({ residencyZone: "abroad" }, { residencyZones })).to.deep.equal([
      ["topology.residencyZones.abroad", "the name of a region too", "a name of its own"],
    ]);
  });
});
