import { expect } from "chai";
import { boundRoutes } from "../../../policy/residency/bound-routes";
import { misdirectedRefused } from "../../../policy/residency/misdirected-refused";
import { zoneClaims } from "../../../policy/residency/zone-claims";
import { bindingsOf } from "../../../routing/bindings";
import { firstWeights, regionRoutes, routes, zoneRoutes } from "../../../routing/routes";
import { contextOf, problemsOf, resourceOf } from "../judge";

const tenants = { acme: { boundTo: "us-west-2" } };
const context = (region: string) => contextOf(region, { tenants });
const topology = { ...contextOf("eu-west-1").topology, tenants };
const own = (region: string) =>
  routes(topology, bindingsOf(topology, region), firstWeights(topology, region));

const service = (http: unknown, hosts: readonly string[] = ["nephoran.io"], more: object = {}) =>
  resourceOf("kubernetes:networking.istio.io/v1:VirtualService", "routing", {
    spec: { hosts, http, ...more },
  });
const to = (host: unknown) => ({ destination: { host } });
const claims = (values: Record<string, string>) => ({
  headers: Object.fromEntries(
    Object.entries(values).map(([claim, exact]) => [`@request.auth.claims.${claim}`, { exact }]),
  ),
});

describe("residency-bound-routes", () => {
  const found = (...args: Parameters<typeof service>) =>
    problemsOf(boundRoutes, [service(...args)], context("eu-west-1"));
  const bound = (...hosts: unknown[]) => ({
    match: [claims({ residency_zone: "eu" })],
    route: hosts.map(to),
  });

  it("lets be what the project routes, in every region", () => {
    for (const { name } of topology.regions) {
      const bindings = bindingsOf(topology, name);
      const all = [
        service(own(name)),
        service(regionRoutes(bindings), [`${name}.nephoran.io`]),
        ...(name === "eu-west-1" ? [service(zoneRoutes("eu", bindings), ["eu.nephoran.io"])] : []),
      ];
      expect(problemsOf(boundRoutes, all, context(name))).to.deep.equal([]);
    }
  });

  it("refuses another region's host for what a claim binds to a zone", () => {
    expect(found([bound("eu.nephoran.local", "us-east-1.nephoran.local")])).to.deep.equal([
      "spec.http[0].route[1].destination.host is us-east-1.nephoran.local, but what is bound to eu " +
        "is for eu-west-1 alone.",
    ]);
    expect(found([bound("eu-west-1.failover.nephoran.local")])).to.have.length(1);
    expect(found([bound("api.example.com")])).to.have.length(1);
  });

  it("lets a Service of a zone's region take what is bound to the zone, and none elsewhere", () => {
    const local = [bound("llm-processor-regional.nephoran-system.svc.cluster.local")];
    expect(found(local)).to.deep.equal([]);
    expect(problemsOf(boundRoutes, [service(local)], context("us-east-1"))).to.have.length(1);
  });

  it("holds tenants to their homes", () => {
    const acme = [{ match: [claims({ tenant: "acme" })], route: [to("us-east-1.nephoran.local")] }];
    expect(found(acme)).to.deep.equal([
      "spec.http[0].route[0].destination.host is us-east-1.nephoran.local, but what is bound to " +
        "us-west-2 is for us-west-2 alone.",
    ]);
  });

  it("holds a zone's public host to the zone, whatever a route matches", () => {
    const out = [{ route: [to("us-east-1.nephoran.local")] }];
    expect(found(out, ["eu.nephoran.io"])).to.have.length(1);
    expect(found(out)).to.deep.equal([]);
  });

  it("refuses what goes sideways", () => {
    const mirrored = { ...bound("eu.nephoran.local"), mirror: { host: "eu.nephoran.local" } };
    expect(found([mirrored])).to.deep.equal([
      "spec.http[0].mirror takes what is bound to eu elsewhere.",
    ]);
  });

  it("refuses a host, or routes, that only a deployment can tell", () => {
    expect(found([bound(undefined)])).to.deep.equal([
      "Cannot be decided before deployment: spec.http[0].route[0].destination.host is unknown until " +
        "deployed. Use plain configuration there.",
    ]);
    expect(found(undefined)).to.have.length(1);
  });

  it("leaves other kinds alone", () => {
    const other = {
      ...service([bound("api.example.com")]),
      type: "kubernetes:networking.istio.io/v1:Gateway",
    };
    expect(problemsOf(boundRoutes, [other], context("eu-west-1"))).to.deep.equal([]);
  });
});

describe("residency-misdirected-refused", () => {
  const found = (http: unknown, hosts?: readonly string[], region = "us-east-1") =>
    problemsOf(misdirectedRefused, [service(http, hosts)], context(region));
  const forwarded = { route: [to("us-east-1.failover.nephoran.local")] };
  const missing = (home: string) =>
    `spec.http[0] sends on what is bound to ${home}, which no route before it refuses with 421.`;

  it("lets be what the project routes, in every region", () => {
    for (const { name } of topology.regions) {
      expect(found(own(name), undefined, name)).to.deep.equal([]);
      const region = regionRoutes(bindingsOf(topology, name));
      expect(found(region, [`${name}.nephoran.io`], name)).to.deep.equal([]);
    }
  });

  it("refuses an entry that sends on what is bound elsewhere", () => {
    expect(found([forwarded])).to.deep.equal([missing("us-west-2"), missing("eu")]);
  });

  it("wants the refusal first", () => {
    expect(found([forwarded, ...own("us-east-1")])).to.deep.equal([
      missing("us-west-2"),
      missing("eu"),
    ]);
  });

  it("wants all of the bound requests refused, and nothing less than refused", () => {
    const [tenant, zone] = own("us-east-1") as unknown as Record<string, unknown>[];
    const narrower = {
      ...zone,
      match: [{ ...(zone?.["match"] as object[])[0], method: { exact: "GET" } }],
    };
    expect(found([tenant, narrower, forwarded])).to.deep.equal([
      "spec.http[2] sends on what is bound to eu, which no route before it refuses with 421.",
    ]);
    const answered = { ...zone, directResponse: { status: 200 } };
    expect(found([tenant, answered, forwarded])).to.have.length(1);
  });

  it("asks nothing of hosts that no user comes in by, nor of other kinds", () => {
    expect(found([forwarded], ["*"])).to.deep.equal([]);
    const other = {
      ...service([forwarded]),
      type: "kubernetes:networking.istio.io/v1:Gateway",
    };
    expect(problemsOf(misdirectedRefused, [other], context("us-east-1"))).to.deep.equal([]);
  });

  it("refuses routes that only a deployment can tell", () => {
    expect(found(undefined)).to.deep.equal([
      "Cannot be decided before deployment: spec.http is unknown until deployed. Use plain " +
        "configuration there.",
    ]);
  });
});

describe("residency-zone-claims", () => {
  const tokens = (issuer: unknown, claim: string) =>
    resourceOf("kubernetes:security.istio.io/v1:RequestAuthentication", "tokens", {
      spec: { jwtRules: [{ issuer, outputClaimToHeaders: [{ header: "x", claim }] }] },
    });
  const found = (...args: Parameters<typeof tokens>) =>
    problemsOf(zoneClaims, [tokens(...args)], "us-east-1");

  it("lets issuers of the zone's regions tell who lives there", () => {
    expect(found("https://auth.eu-west-1.nephoran.io", "residency_zone")).to.deep.equal([]);
    expect(found("https://auth.us-east-1.nephoran.io", "tenant")).to.deep.equal([]);
  });

  it("refuses any other issuer", () => {
    expect(found("https://auth.us-east-1.nephoran.io", "residency_zone")).to.deep.equal([
      "spec.jwtRules[0].issuer is https://auth.us-east-1.nephoran.io, which is of no region of a " +
        "residency zone, and tells who lives in one.",
    ]);
  });

  it("refuses an issuer that only a deployment can tell", () => {
    expect(found(undefined, "residency_zone")).to.deep.equal([
      "Cannot be decided before deployment: spec.jwtRules[0].issuer is unknown until deployed. Use " +
        "plain configuration there.",
    ]);
  });

  it("leaves other kinds alone", () => {
    const other = {
      ...tokens("https://evil.example", "residency_zone"),
      type: "kubernetes:security.istio.io/v1:AuthorizationPolicy",
    };
    expect(problemsOf(zoneClaims, [other], "us-east-1")).to.deep.equal([]);
  });
});
