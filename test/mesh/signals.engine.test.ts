import { expect } from "chai";
import { gatewayPorts, gatewayPrincipal, principal } from "../../components/istio-mesh/names";
import { namespaces } from "../../components/region-base/namespaces";
import { dataPlane } from "../../components/regional-data-plane/connections";
import { SIGNALS_GATEWAY_URL, TRAFFIC_CONTROLLER } from "../../components/traffic/controller/names";
import { INTERNAL_GATEWAY_HOST } from "../../components/traffic/internal-gateway";
import { type Answer, ask } from "./client";
import { regionNamed, regionsAskedFor } from "./front-door";
import { caOf, identity } from "./identities";
import { describeMesh, MESH_BOUND_MS } from "./mesh-suite";
import { sharedMesh, type SharedMesh } from "./shared-mesh";
import { REGION_HEADER, signalsPath } from "../../services/traffic-controller/signals/place";

const controller = principal("us-east-1", namespaces.global, TRAFFIC_CONTROLLER);

describeMesh("the way of signals between regions without a controller", function () {
  this.timeout(20_000);

  let shared: SharedMesh;
  before(async function () {
    this.timeout(MESH_BOUND_MS);
    shared = await sharedMesh();
  });

  /** A request to us-east-1's gateway, as the proxy of somebody in the region makes it. */
  async function asked(
    who: string,
    path: string,
    { host = new URL(SIGNALS_GATEWAY_URL).host, method = "GET" } = {},
  ): Promise<Answer> {
    const region = regionNamed(shared.mesh, "us-east-1");
    return await ask(shared.mesh.tunnel, {
      address: region.gateway.internal,
      port: gatewayPorts.internal,
      serverName: INTERNAL_GATEWAY_HOST,
      host,
      credentials: await identity(caOf(region), who),
      path,
      method,
    });
  }

  it("ends at the asked region's gateway, which answers by its name", async () => {
    for (const region of ["us-east-1", "eu-west-1"]) {
      const { status, headers } = await asked(controller, signalsPath(region));
      expect([status, headers[REGION_HEADER]], region).to.deep.equal([503, region]);
    }
  });

  it("ends at the own gateway where the asked region is not there, without its name", async () => {
    const { status, headers } = await asked(controller, signalsPath("us-west-2"));
    expect(status).to.equal(503);
    expect(headers).to.not.have.property(REGION_HEADER);
  });

  it("is open to the controller alone, for nothing but signals, and under no other name", async () => {
    const path = signalsPath("eu-west-1");
    const processor = principal("us-east-1", namespaces.system, dataPlane.processor);
    const refused = [
      await asked(processor, path),
      await asked(gatewayPrincipal("us-east-1"), path),
      await asked(controller, "/intents-of-a-controller"),
      await asked(controller, path, { method: "POST" }),
      await asked(controller, path, { host: INTERNAL_GATEWAY_HOST }),
    ];
    expect(refused.map(({ status }) => status)).to.deep.equal([403, 403, 403, 403, 403]);
    expect(await regionsAskedFor(shared, "/intents-of-a-controller")).to.deep.equal([]);
  });
});
