import { expect } from "chai";
import { jwtRules } from "../../../components/traffic/tokens";
import type { Topology } from "../../../config/topology";
import { shippedStack } from "../../shipped-project";
import { type MadeTraffic, trafficOf } from "./traffic-of";

const { topology } = shippedStack("us-east-1");

/** The shipped topology, with what some regions say of their tokens. */
const topologyWith = (
  tokens: Readonly<Record<string, Topology["regions"][number]["tokens"]>>,
): Topology => ({
  ...topology,
  regions: topology.regions.map((region) => ({ ...region, tokens: tokens[region.name] ?? {} })),
});

const headersOf = (rule: ReturnType<typeof jwtRules>[number] | undefined) =>
  Object.fromEntries(
    (rule?.outputClaimToHeaders ?? []).map(({ header, claim }) => [header, claim]),
  );

describe("the tokens that a gateway takes", () => {
  it("are those of every region's issuer, each for its own audience", () => {
    expect(jwtRules(topology).map(({ issuer, audiences }) => [issuer, ...audiences])).to.deep.equal(
      [
        ["https://auth.us-east-1.nephoran.io", "nephoran-us-east-1"],
        ["https://auth.eu-west-1.nephoran.io", "nephoran-eu-west-1"],
        ["https://auth.ap-southeast-1.nephoran.io", "nephoran-ap-southeast-1"],
        ["https://auth.us-west-2.nephoran.io", "nephoran-us-west-2"],
      ],
    );
  });

  it("tell the tenant and the place, and of who lives in a zone those of the zone alone", () => {
    const [primary, inZone] = jwtRules(topology);
    const everybody = { "x-nephoran-tenant": "tenant", "x-nephoran-location": "location" };
    expect(headersOf(primary)).to.deep.equal(everybody);
    expect(headersOf(inZone)).to.deep.equal({ ...everybody, "x-nephoran-zone": "residency_zone" });
  });

  it("come in a header, and go on to the next gateway", () => {
    for (const rule of jwtRules(topology)) {
      expect(rule.fromHeaders).to.deep.equal([{ name: "Authorization", prefix: "Bearer " }]);
      expect(rule.forwardOriginalToken).to.equal(true);
    }
  });

  it("are verified by the keys that are given, or else where they are said to be", () => {
    const given = topologyWith({
      "us-east-1": { jwks: '{"keys":[{}]}', jwksUri: "https://keys.example.com/all" },
      "eu-west-1": { jwksUri: "https://keys.example.com/eu" },
    });
    const [first, second, third] = jwtRules(given);
    expect(first).to.include({ jwks: '{"keys":[{}]}' }).and.to.not.have.property("jwksUri");
    expect(second)
      .to.include({ jwksUri: "https://keys.example.com/eu" })
      .and.to.not.have.property("jwks");
    expect(third).to.not.have.any.keys("jwks", "jwksUri");
  });

  it("have one rule where regions share an issuer, with the audiences of all of them", () => {
    const issuer = "https://auth.example.com";
    const rules = jwtRules(
      topologyWith({ "us-east-1": { issuer }, "eu-west-1": { issuer, audience: "all" } }),
    );
    expect(rules.map((rule) => rule.issuer)).to.deep.equal([
      issuer,
      "https://auth.ap-southeast-1.nephoran.io",
      "https://auth.us-west-2.nephoran.io",
    ]);
    expect(rules[0]?.audiences).to.deep.equal(["nephoran-us-east-1", "all"]);
    expect(headersOf(rules[0])).to.have.property("x-nephoran-zone");
  });
});

describe("what callers claim by themselves", () => {
  let made: MadeTraffic;
  before(async () => {
    made = await trafficOf("us-east-1");
  });

  it("is removed at every port, before any token is looked at", () => {
    const { workloadSelector, configPatches } = made.spec("EnvoyFilter", "strip-token-headers") as {
      readonly workloadSelector: unknown;
      readonly configPatches: readonly [
        {
          readonly applyTo: string;
          readonly match: { readonly context: string; readonly listener: object };
          readonly patch: {
            readonly operation: string;
            readonly value: {
              readonly typed_config: {
                readonly mutations: { readonly request_mutations: readonly object[] };
              };
            };
          };
        },
      ];
    };
    expect(workloadSelector).to.deep.equal({
      labels: { app: "nephoran-gateway", istio: "nephoran-gateway" },
    });
    const [{ applyTo, match, patch }] = configPatches;
    expect(applyTo).to.equal("HTTP_FILTER");
    expect(match.context).to.equal("GATEWAY");
    expect(match.listener).to.not.have.any.keys("portNumber", "name");
    expect(patch.operation).to.equal("INSERT_FIRST");
    expect(patch.value.typed_config.mutations.request_mutations).to.deep.equal([
      { remove: "x-nephoran-tenant" },
      { remove: "x-nephoran-zone" },
      { remove: "x-nephoran-location" },
    ]);
  });

  it("is removed by whatever name a token's claim is told by", () => {
    const stripped = JSON.stringify(made.get("EnvoyFilter", "strip-token-headers").spec);
    for (const { outputClaimToHeaders } of jwtRules(topology)) {
      for (const { header } of outputClaimToHeaders) {
        expect(stripped).to.include(`{"remove":"${header}"}`);
      }
    }
  });
});
