import { expect } from "chai";
import { gatewayPrincipal, PEERS_SERVER_NAME, principal } from "../../components/istio-mesh/names";
import { namespaces } from "../../components/region-base/namespaces";
import { dataPlane } from "../../components/regional-data-plane/connections";
import { PEERS_PORT } from "../../routing/hosts";
import { ask, type Credentials, type Question, refusal } from "./client";
import { echoOf, regionNamed, regionsAskedFor } from "./front-door";
import { caOf, identity, unconstrainedCa } from "./identities";
import { describeMesh, MESH_BOUND_MS } from "./mesh-suite";
import { sharedMesh, type SharedMesh } from "./shared-mesh";

describeMesh("the port of a gateway for other gateways", function () {
  this.timeout(20_000);

  let shared: SharedMesh;
  before(async function () {
    this.timeout(MESH_BOUND_MS);
    shared = await sharedMesh();
  });

  /** A request to us-east-1's gateway. */
  const question = (path: string, credentials: Credentials = {}): Question => ({
    address: regionNamed(shared.mesh, "us-east-1").gateway.loadBalancer,
    port: PEERS_PORT,
    serverName: PEERS_SERVER_NAME,
    host: "us-east-1.nephoran.local",
    credentials,
    path,
  });
  const peerCa = () => caOf(regionNamed(shared.mesh, "eu-west-1"));
  const isUntouched = async (path: string): Promise<void> => {
    expect(await regionsAskedFor(shared, path)).to.deep.equal([]);
  };

  it("takes the other region's gateway to its own processor", async () => {
    const gateway = await identity(peerCa(), gatewayPrincipal("eu-west-1"));
    const answer = await ask(shared.mesh.tunnel, question("/from-peer", gateway));
    expect(answer.status).to.equal(200);
    expect(echoOf(answer).region).to.equal("us-east-1");
  });

  it("refuses connections that are not encrypted", async () => {
    const plain = { ...question("/plain"), serverName: null };
    expect(await refusal(shared.mesh.tunnel, plain)).to.equal("ECONNRESET");
    await isUntouched("/plain");
  });

  it("refuses whoever shows no certificate", async () => {
    expect(await refusal(shared.mesh.tunnel, question("/nobody"))).to.equal(
      "ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED",
    );
    await isUntouched("/nobody");
  });

  it("refuses an identity of its own region that the other region's CA made", async () => {
    const forged = await identity(peerCa(), gatewayPrincipal("us-east-1"));
    expect(await refusal(shared.mesh.tunnel, question("/forged", forged))).to.equal(
      "ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN",
    );
    await isUntouched("/forged");
  });

  it("would take that identity if CAs were not held to their region", async () => {
    const ca = await unconstrainedCa(shared.authority, "eu-west-1");
    const forged = await identity(ca, gatewayPrincipal("us-east-1"));
    const answer = await ask(shared.mesh.tunnel, question("/unconstrained", forged));
    expect(answer.status).to.equal(200);
  });

  it("refuses the other region's workloads that are no gateways", async () => {
    const workload = principal("eu-west-1", namespaces.system, dataPlane.front);
    const credentials = await identity(peerCa(), workload);
    const answer = await ask(shared.mesh.tunnel, question("/no-gateway", credentials));
    expect(answer.status).to.equal(403);
    await isUntouched("/no-gateway");
  });
});
