import { expect } from "chai";
import { type MadeObjects, peersAt, storeOf } from "./store-of";

const hosts = (region: string): string[] =>
  [0, 1, 2].map((ordinal) => `cockroachdb-${ordinal}.cockroachdb.${region}.nephoran.local`);

describe("the way between nodes of different regions", () => {
  let made: MadeObjects;
  before(async () => {
    const peers = peersAt("eu-west-1", {
      "us-east-1": "192.0.2.1",
      "us-west-2": "gateway.us-west-2.example",
    });
    made = await storeOf("eu-west-1", { peers });
  });

  it("enters by the gateway for the region's own nodes, and is not decrypted there", () => {
    const gateway = made.get("Gateway", "cockroachdb");
    expect(gateway.namespace).to.equal("nephoran-ingress");
    expect(gateway.spec).to.deep.equal({
      selector: { app: "nephoran-gateway", istio: "nephoran-gateway" },
      servers: [
        {
          port: { number: 26257, name: "tls-cockroachdb", protocol: "TLS" },
          tls: { mode: "PASSTHROUGH" },
          hosts: hosts("eu-west-1").map((host) => `nephoran-global/${host}`),
        },
      ],
    });
  });

  it("leads each name to that one node", () => {
    expect(made.get("VirtualService", "cockroachdb").spec).to.deep.equal({
      gateways: ["nephoran-ingress/cockroachdb"],
      hosts: hosts("eu-west-1"),
      tls: hosts("eu-west-1").map((host, ordinal) => ({
        match: [{ port: 26257, sniHosts: [host] }],
        route: [
          {
            destination: {
              host: `cockroachdb-${ordinal}.nephoran-global.svc.cluster.local`,
              port: { number: 26257 },
            },
          },
        ],
      })),
    });
  });

  it("adds nothing to the nodes' own TLS, and leaves their other port to the mesh", () => {
    const services = [
      "cockroachdb",
      "cockroachdb-public",
      ...[0, 1, 2].map((n) => `cockroachdb-${n}`),
    ];
    expect(made.names("DestinationRule")).to.have.members(services);
    for (const service of services) {
      expect(made.get("DestinationRule", service).spec).to.deep.equal({
        host: `${service}.nephoran-global.svc.cluster.local`,
        trafficPolicy: {
          portLevelSettings: [{ port: { number: 26257 }, tls: { mode: "DISABLE" } }],
        },
      });
    }
  });

  it("goes to the gateway of each region that is deployed, by address or by name", () => {
    const entry = (region: string) =>
      hosts(region).map((host) => {
        const { resolution, endpoints, location, ports } = made.get("ServiceEntry", host).spec;
        expect({ location, ports }).to.deep.equal({
          location: "MESH_EXTERNAL",
          ports: [{ number: 26257, name: "tls-cockroachdb", protocol: "TLS" }],
        });
        return { resolution, endpoints };
      });
    const three = (one: object) => [one, one, one];
    expect(entry("us-east-1")).to.deep.equal(
      three({ resolution: "STATIC", endpoints: [{ address: "192.0.2.1" }] }),
    );
    expect(entry("us-west-2")).to.deep.equal(
      three({ resolution: "DNS", endpoints: [{ address: "gateway.us-west-2.example" }] }),
    );
    expect(entry("ap-southeast-1")).to.deep.equal(
      three({ resolution: "STATIC", endpoints: undefined }),
    );
  });

  it("stays in the region where a node calls its neighbour by the name that others know", () => {
    expect(
      hosts("eu-west-1").map((host) => made.get("ServiceEntry", host).spec["endpoints"]),
    ).to.deep.equal(
      [0, 1, 2].map((ordinal) => [
        { address: `cockroachdb-${ordinal}.nephoran-global.svc.cluster.local` },
      ]),
    );
  });
});
