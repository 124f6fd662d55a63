import { expect } from "chai";
import { type MadeTraffic, trafficOf } from "./traffic-of";

interface Server {
  readonly port: { readonly number: number; readonly protocol: string };
  readonly tls: Readonly<Record<string, unknown>>;
  readonly hosts: readonly string[];
}

interface Admission {
  readonly selector: { readonly matchLabels: Readonly<Record<string, string>> };
  readonly action: string;
  readonly rules: readonly unknown[];
}

const pods = { app: "nephoran-gateway", istio: "nephoran-gateway" };

/** The only listener of a gateway. */
function server(made: MadeTraffic, gateway: string): Server {
  const { selector, servers } = made.spec("Gateway", gateway) as {
    selector: unknown;
    servers: readonly Server[];
  };
  expect(selector).to.deep.equal(pods);
  const [first, ...others] = servers;
  if (first === undefined || others.length > 0) throw new Error(`${gateway} has another form.`);
  return first;
}

function rules(made: MadeTraffic, admitted: string): readonly unknown[] {
  const { selector, action, rules } = made.spec("AuthorizationPolicy", admitted) as Admission;
  expect(selector.matchLabels).to.deep.equal(pods);
  expect(action).to.equal("ALLOW");
  return rules;
}

describe("the gateway of a region", () => {
  let home: MadeTraffic;
  let inZone: MadeTraffic;
  before(async () => {
    home = await trafficOf("us-east-1");
    inZone = await trafficOf("eu-west-1");
  });

  it("answers the world's hosts by TLS 1.2 at least, the zone's in the zone alone", () => {
    const { port, tls, hosts } = server(home, "public");
    expect(port).to.include({ number: 443, protocol: "HTTPS" });
    expect(tls).to.deep.equal({
      mode: "SIMPLE",
      minProtocolVersion: "TLSV1_2",
      credentialName: "nephoran-public-certificate",
    });
    expect(hosts).to.deep.equal([
      "nephoran-system/nephoran.io",
      "nephoran-system/us-east-1.nephoran.io",
    ]);
    expect(server(inZone, "public").hosts).to.deep.equal([
      "nephoran-system/nephoran.io",
      "nephoran-system/eu-west-1.nephoran.io",
      "nephoran-system/eu.nephoran.io",
    ]);
  });

  it("sends who does not encrypt to where it is encrypted, and has no route for them", () => {
    const { port, tls, hosts } = server(home, "public-redirect");
    expect(port).to.include({ number: 80, protocol: "HTTP" });
    expect(tls).to.deep.equal({ httpsRedirect: true });
    // Istio redirects hosts without a namespace alone.
    expect(hosts).to.deep.equal(["nephoran.io", "us-east-1.nephoran.io"]);
    for (const { spec } of home.all("VirtualService").values()) {
      expect(spec["gateways"]).to.not.include("nephoran-ingress/public-redirect");
    }
  });

  it("takes gateways and callers inside by mutual TLS, each on a port of its own", () => {
    const peers = server(home, "peers");
    expect(peers.port).to.include({ number: 14443, protocol: "HTTPS" });
    expect(peers.tls).to.deep.equal({ mode: "ISTIO_MUTUAL" });
    expect(peers.hosts).to.deep.equal(["nephoran-system/*"]);
    const internal = server(home, "internal");
    expect(internal.port).to.include({ number: 8443, protocol: "HTTPS" });
    expect(internal.tls).to.deep.equal({ mode: "ISTIO_MUTUAL" });
    expect(internal.hosts).to.deep.equal([
      "nephoran-system/internal-gateway.nephoran-ingress.svc",
      "nephoran-system/internal-gateway.nephoran-ingress.svc.cluster.local",
      "nephoran-system/signals-gateway.nephoran-ingress.svc",
      "nephoran-system/signals-gateway.nephoran-ingress.svc.cluster.local",
    ]);
    expect(home.all("Gateway").size).to.equal(4);
  });

  it("is called from inside by the name that its listener is found by, and proves itself", () => {
    expect(home.spec("DestinationRule", "internal-gateway")).to.deep.equal({
      host: "internal-gateway.nephoran-ingress.svc.cluster.local",
      trafficPolicy: {
        tls: {
          mode: "ISTIO_MUTUAL",
          sni: "internal-gateway.nephoran-ingress.svc.cluster.local",
          subjectAltNames: [
            "spiffe://us-east-1.nephoran.local/ns/nephoran-ingress/sa/nephoran-gateway",
          ],
        },
      },
    });
  });

  it("lets users in who have a token of a known issuer", () => {
    expect(rules(home, "admit-users")).to.deep.equal([
      {
        from: [
          {
            source: {
              requestPrincipals: [
                "https://auth.us-east-1.nephoran.io/*",
                "https://auth.eu-west-1.nephoran.io/*",
                "https://auth.ap-southeast-1.nephoran.io/*",
                "https://auth.us-west-2.nephoran.io/*",
              ],
            },
          },
        ],
        to: [{ operation: { ports: ["443"] } }],
      },
    ]);
  });

  it("lets everybody ask whether the region is well, and nothing else", () => {
    expect(rules(home, "admit-health-checks")).to.deep.equal([
      {
        to: [
          {
            operation: {
              ports: ["443"],
              hosts: ["us-east-1.nephoran.io", "us-east-1.nephoran.io:*"],
              methods: ["GET"],
              paths: ["/health"],
            },
          },
        ],
      },
    ]);
    expect(rules(home, "admit-unencrypted")).to.deep.equal([
      { to: [{ operation: { ports: ["80"] } }] },
    ]);
  });

  it("lets the gateways of all regions in, and of its own region the front alone", () => {
    expect(rules(inZone, "admit-peers")).to.deep.equal([
      {
        from: [
          {
            source: {
              principals: ["us-east-1", "eu-west-1", "ap-southeast-1", "us-west-2"].map(
                (region) => `${region}.nephoran.local/ns/nephoran-ingress/sa/nephoran-gateway`,
              ),
            },
          },
        ],
        to: [{ operation: { ports: ["14443"] } }],
      },
    ]);
    expect(rules(inZone, "admit-internal-callers")).to.deep.equal([
      {
        from: [
          {
            source: {
              principals: ["eu-west-1.nephoran.local/ns/nephoran-system/sa/llm-processor"],
            },
          },
        ],
        to: [{ operation: { ports: ["8443"] } }],
      },
    ]);
    expect(inZone.all("AuthorizationPolicy").size).to.equal(8);
  });

  it("lets nodes of other regions ask for the region's own nodes by name, and for nobody else", () => {
    expect(rules(inZone, "admit-nodes-of-regions")).to.deep.equal([
      {
        to: [{ operation: { ports: ["26257"] } }],
        when: [
          {
            key: "connection.sni",
            values: [0, 1, 2].map(
              (ordinal) => `cockroachdb-${ordinal}.cockroachdb.eu-west-1.nephoran.local`,
            ),
          },
        ],
      },
    ]);
  });

  it("knows its guards before it listens, and its hosts before it has routes", () => {
    const before = (kind: string, name: string): string[] => {
      const { dependsOn } = home.get(kind, name).registration.options;
      return (dependsOn as readonly { readonly __name?: string }[]).map(
        ({ __name }) => __name ?? "",
      );
    };
    const listens = before("Gateway", "public");
    expect(listens).to.include.members([
      "traffic-tokens",
      "traffic-strip-headers",
      ...[...home.all("AuthorizationPolicy").keys()].map((name) => `traffic-${name}`),
      ...home.all("NetworkPolicy").keys(),
    ]);
    expect(before("VirtualService", "global-traffic-routing")).to.include.members([
      "traffic-public",
      "traffic-peers",
      "traffic-us-west-2.failover.nephoran.local",
      "traffic-us-west-2.failover.nephoran.local-policy",
    ]);
  });
});
