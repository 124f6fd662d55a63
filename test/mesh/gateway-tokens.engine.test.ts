import { expect } from "chai";
import { askGateway, echoOf, regionsAskedFor } from "./front-door";
import { describeMesh, MESH_BOUND_MS } from "./mesh-suite";
import { BOUND_TENANT, sharedMesh, type SharedMesh } from "./shared-mesh";
import { newIssuer, token } from "./tokens";

describeMesh("a region's gateway", function () {
  this.timeout(20_000);

  let shared: SharedMesh;
  before(async function () {
    this.timeout(MESH_BOUND_MS);
    shared = await sharedMesh();
  });

  const tokenOf = (region: string, claims: Record<string, string> = {}): string => {
    const issuer = shared.issuers[region];
    if (issuer === undefined) throw new Error(`Nobody makes tokens for ${region}.`);
    return token(issuer, claims);
  };

  it("serves users of every region, wherever their tokens are from", async () => {
    for (const { name } of shared.topology.regions) {
      const answer = await askGateway(shared, {
        entry: "us-east-1",
        host: "nephoran.io",
        token: tokenOf(name),
      });
      expect(answer.status, name).to.equal(200);
      expect(echoOf(answer).region).to.equal("us-east-1");
    }
  });

  it("refuses whoever brings no token", async () => {
    const path = "/no-token";
    for (const host of ["nephoran.io", "us-east-1.nephoran.io"]) {
      const answer = await askGateway(shared, { entry: "us-east-1", host, path });
      expect(answer.status, host).to.equal(403);
    }
    expect(await regionsAskedFor(shared, path)).to.deep.equal([]);
  });

  it("refuses tokens of an issuer that is not the topology's", async () => {
    const path = "/unknown-issuer";
    const stranger = token(newIssuer("https://auth.example.com", "nephoran-us-east-1"));
    const forger = token(newIssuer("https://auth.us-east-1.nephoran.io", "nephoran-us-east-1"));
    for (const wrong of [stranger, forger]) {
      const request = { entry: "us-east-1", host: "nephoran.io", path, token: wrong };
      expect((await askGateway(shared, request)).status).to.equal(401);
    }
    expect(await regionsAskedFor(shared, path)).to.deep.equal([]);
  });

  it("sends what is bound elsewhere to where it belongs, and hands on nothing of it", async () => {
    const path = "/bound-elsewhere";
    const bound = [
      tokenOf("eu-west-1", { residency_zone: "eu" }),
      tokenOf("us-east-1", { tenant: BOUND_TENANT }),
    ];
    for (const [index, boundToken] of bound.entries()) {
      for (const host of ["nephoran.io", "us-east-1.nephoran.io"]) {
        const request = { entry: "us-east-1", host, path, token: boundToken };
        const { status, body, headers } = await askGateway(shared, request);
        expect(status, `${index} ${host}`).to.equal(421);
        expect(headers["content-type"]).to.equal("application/json");
        expect(JSON.parse(body)).to.deep.equal({
          error: "misdirected request",
          host: "eu.nephoran.io",
        });
      }
    }
    expect(await regionsAskedFor(shared, path)).to.deep.equal([]);
  });

  it("serves what is bound to its zone within it", async () => {
    const path = "/bound-here";
    const request = {
      entry: "eu-west-1",
      path,
      token: tokenOf("us-east-1", { tenant: BOUND_TENANT }),
    };
    for (const host of ["nephoran.io", "eu.nephoran.io", "eu-west-1.nephoran.io"]) {
      const answer = await askGateway(shared, { ...request, host });
      expect(answer.status, host).to.equal(200);
      expect(echoOf(answer).region, host).to.equal("eu-west-1");
    }
    expect(await regionsAskedFor(shared, path)).to.deep.equal(["eu-west-1"]);
  });

  it("takes a zone's claim from the zone's own issuers alone", async () => {
    const answer = await askGateway(shared, {
      entry: "us-east-1",
      host: "nephoran.io",
      token: tokenOf("us-east-1", { residency_zone: "eu" }),
    });
    expect(answer.status).to.equal(200);
    expect(echoOf(answer).headers).not.to.have.property("x-nephoran-zone");
  });

  it("answers health checks of its own region without a token", async () => {
    const health = { entry: "us-east-1", path: "/health" };
    const answer = await askGateway(shared, { ...health, host: "us-east-1.nephoran.io" });
    expect(answer.status).to.equal(200);
    expect(echoOf(answer)).to.include({ region: "us-east-1", url: "/healthz", method: "GET" });

    const posted = { ...health, host: "us-east-1.nephoran.io", method: "POST" };
    expect((await askGateway(shared, posted)).status).to.equal(403);
    const anywhere = { ...health, host: "nephoran.io" };
    expect((await askGateway(shared, anywhere)).status).to.equal(403);
  });

  it("tells processors what the token says, whatever its bearer says", async () => {
    const claimed = {
      "x-nephoran-tenant": "forged",
      "x-nephoran-zone": "forged",
      "x-nephoran-location": "forged",
    };
    const told = async (region: string, claims: Record<string, string>): Promise<unknown> => {
      const answer = await askGateway(shared, {
        entry: region,
        host: "nephoran.io",
        headers: claimed,
        token: tokenOf(region, claims),
      });
      const headers = Object.entries(echoOf(answer).headers);
      return Object.fromEntries(headers.filter(([name]) => name.startsWith("x-nephoran-")));
    };
    expect(await told("us-east-1", {})).to.deep.equal({});
    expect(await told("us-east-1", { tenant: "acme", location: "cell-7" })).to.deep.equal({
      "x-nephoran-tenant": "acme",
      "x-nephoran-location": "cell-7",
    });
    expect(await told("eu-west-1", { residency_zone: "eu" })).to.deep.equal({
      "x-nephoran-zone": "eu",
    });
  });
});
