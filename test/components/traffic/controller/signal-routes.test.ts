import { expect } from "chai";
import type { MadeObjects } from "../../cockroachdb/store-of";
import { trafficOf } from "../traffic-of";
import { controllerOf } from "./controller-of";

const REGIONS = ["us-east-1", "eu-west-1", "ap-southeast-1", "us-west-2"];

const controller = {
  host: "traffic-controller.nephoran-global.svc.cluster.local",
  port: { number: 8080 },
};

const spec = (made: MadeObjects, kind: string, name: string): unknown => made.get(kind, name).spec;

describe("the signals of all regions", () => {
  for (const region of REGIONS) {
    it(`are asked for from ${region} by its gateway, by one exact path for each`, async () => {
      const { hosts, gateways, http } = spec(
        await controllerOf(region),
        "VirtualService",
        "signals-out",
      ) as Readonly<Record<"hosts" | "gateways" | "http", readonly unknown[]>>;
      expect(hosts).to.deep.equal([
        "signals-gateway.nephoran-ingress.svc",
        "signals-gateway.nephoran-ingress.svc.cluster.local",
      ]);
      expect(gateways).to.deep.equal(["nephoran-ingress/internal"]);
      expect(http).to.deep.equal(
        REGIONS.map((asked) => ({
          name: `signals-${asked}`,
          match: [{ uri: { exact: `/signals/${asked}` }, method: { exact: "GET" } }],
          rewrite: { uri: "/signals", authority: `signals.${asked}.nephoran.local` },
          retries: { attempts: 0 },
          ...(asked === region
            ? {
                route: [{ destination: controller }],
                timeout: "0.5s",
                headers: { response: { set: { "x-nephoran-region": region } } },
              }
            : {
                route: [
                  { destination: { host: `${asked}.nephoran.local`, port: { number: 14443 } } },
                ],
                timeout: "0.9s",
              }),
        })),
      );
    });
  }

  it("come from a region's own controller, and always say whose gateway answered", async () => {
    expect(spec(await controllerOf("eu-west-1"), "VirtualService", "signals-in")).to.deep.equal({
      hosts: ["signals.eu-west-1.nephoran.local"],
      gateways: ["nephoran-ingress/peers"],
      http: [
        {
          name: "signals",
          match: [{ uri: { exact: "/signals" }, method: { exact: "GET" } }],
          route: [{ destination: controller }],
          timeout: "0.5s",
          retries: { attempts: 0 },
          headers: { response: { set: { "x-nephoran-region": "eu-west-1" } } },
        },
      ],
    });
  });

  it("have a name of the gateway for themselves, so that no other GET can take theirs", async () => {
    const made = await controllerOf("us-east-1");
    const traffic = await trafficOf("us-east-1");
    const hostsOf = (name: string) =>
      (traffic.spec("VirtualService", name) as { readonly hosts: readonly string[] }).hosts;
    const { hosts } = spec(made, "VirtualService", "signals-out") as { hosts: readonly string[] };
    for (const name of traffic.all("VirtualService").keys()) {
      expect(hostsOf(name), name).to.not.include.members([...hosts]);
    }
    const { servers } = traffic.spec("Gateway", "internal") as {
      readonly servers: readonly { readonly hosts: readonly string[] }[];
    };
    expect(servers[0]?.hosts).to.include.members(hosts.map((host) => `nephoran-system/${host}`));
    expect(spec(made, "Service", "signals-gateway")).to.deep.equal({
      selector: { app: "nephoran-gateway", istio: "nephoran-gateway" },
      ports: [{ name: "http", port: 8443, targetPort: 8443, appProtocol: "http" }],
    });
    expect(spec(made, "DestinationRule", "signals-gateway")).to.deep.equal({
      host: "signals-gateway.nephoran-ingress.svc.cluster.local",
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

  it("pass the gateway if the region's own controller asks for exactly them, and for nobody else", async () => {
    for (const region of REGIONS) {
      const { rules } = (await trafficOf(region)).spec("AuthorizationPolicy", "admit-signals") as {
        readonly rules: unknown;
      };
      expect(rules).to.deep.equal([
        {
          from: [
            {
              source: {
                principals: [`${region}.nephoran.local/ns/nephoran-global/sa/traffic-controller`],
              },
            },
          ],
          to: [
            {
              operation: {
                ports: ["8443"],
                hosts: [
                  "signals-gateway.nephoran-ingress.svc",
                  "signals-gateway.nephoran-ingress.svc:*",
                  "signals-gateway.nephoran-ingress.svc.cluster.local",
                  "signals-gateway.nephoran-ingress.svc.cluster.local:*",
                ],
                methods: ["GET"],
                paths: REGIONS.map((asked) => `/signals/${asked}`),
              },
            },
          ],
        },
      ]);
    }
  });

  it("are all that the gateway may ask of the controller, and metrics all that Prometheus may", async () => {
    const made = await controllerOf("eu-west-1");
    const principal = (path: string): string => `eu-west-1.nephoran.local/ns/${path}`;
    const rule = (from: string, path: string) => ({
      from: [{ source: { principals: [principal(from)] } }],
      to: [{ operation: { ports: ["8080"], methods: ["GET"], paths: [path] } }],
    });
    expect(spec(made, "AuthorizationPolicy", "traffic-controller")).to.deep.equal({
      selector: { matchLabels: { app: "traffic-controller" } },
      action: "ALLOW",
      rules: [
        rule("nephoran-ingress/sa/nephoran-gateway", "/signals"),
        rule("nephoran-global/sa/prometheus-regional", "/metrics"),
      ],
    });
  });
});
