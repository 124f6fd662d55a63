import { expect } from "chai";
import { gatewayPorts, gatewayPrincipal, principal } from "../../components/istio-mesh/names";
import { namespaces } from "../../components/region-base/namespaces";
import { dataPlane } from "../../components/regional-data-plane/connections";
import { INTERNAL_GATEWAY_HOST } from "../../components/traffic/internal-gateway";
import { ask, type Question } from "./client";
import { echoOf, regionNamed, regionsAskedFor } from "./front-door";
import { caOf, identity } from "./identities";
import { describeMesh, MESH_BOUND_MS } from "./mesh-suite";
import { sharedMesh, type SharedMesh } from "./shared-mesh";

describeMesh("the port of a gateway for callers inside its region", function () {
  this.timeout(20_000);

  let shared: SharedMesh;
  before(async function () {
    this.timeout(MESH_BOUND_MS);
    shared = await sharedMesh();
  });

  /** A request to us-east-1's gateway by somebody of `region`. */
  async function asking(region: string, who: string, path: string): Promise<Question> {
    return {
      address: regionNamed(shared.mesh, "us-east-1").gateway.internal,
      port: gatewayPorts.internal,
      serverName: INTERNAL_GATEWAY_HOST,
      credentials: await identity(caOf(regionNamed(shared.mesh, region)), who),
      path,
    };
  }

  it("takes the front of its region on the way of all requests, without a token", async () => {
    const front = principal("us-east-1", namespaces.system, dataPlane.front);
    const answer = await ask(shared.mesh.tunnel, await asking("us-east-1", front, "/front"));
    expect(answer.status).to.equal(200);
    expect(echoOf(answer).url).to.equal("/front");
  });

  it("refuses everybody else of its region, and the front of another", async () => {
    const others = [
      ["us-east-1", principal("us-east-1", namespaces.system, dataPlane.processor)],
      ["us-east-1", gatewayPrincipal("us-east-1")],
      ["eu-west-1", principal("eu-west-1", namespaces.system, dataPlane.front)],
    ] as const;
    for (const [region, who] of others) {
      const answer = await ask(shared.mesh.tunnel, await asking(region, who, "/not-the-front"));
      expect(answer.status, who).to.equal(403);
    }
    expect(await regionsAskedFor(shared, "/not-the-front")).to.deep.equal([]);
  });
});
