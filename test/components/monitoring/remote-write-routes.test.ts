import { expect } from "chai";
import { parse } from "yaml";
import { trafficOf } from "../traffic/traffic-of";
import { type MadeMonitoring, monitoringOf } from "./monitoring-of";

interface Route {
  readonly match: readonly {
    readonly uri: { exact: string };
    readonly method: { exact: string };
  }[];
  readonly rewrite?: { readonly uri: string; readonly authority: string };
  readonly route: readonly {
    readonly destination: { readonly host: string; readonly port: { readonly number: number } };
  }[];
  readonly retries: { readonly attempts: number };
}

interface VirtualService {
  readonly hosts: readonly string[];
  readonly gateways: readonly string[];
  readonly http: readonly Route[];
}

const routes = (made: MadeMonitoring, name: string): VirtualService =>
  made.get("VirtualService", name, "nephoran-system").spec as unknown as VirtualService;

const REGIONS = ["us-east-1", "eu-west-1", "ap-southeast-1", "us-west-2"];
const CONTROL_PLANES = ["us-east-1", "us-west-2"];

describe("what a region's Prometheus writes", () => {
  for (const region of REGIONS) {
    it(`leaves ${region} by its gateway, by one exact path for each control plane`, async () => {
      const made = await monitoringOf(region);
      const { remote_write } = parse(
        made.get("ConfigMap", "prometheus-regional").data?.["prometheus.yml"] ?? "",
      ) as { remote_write: { url: string }[] };
      const { hosts, gateways, http } = routes(made, "metrics-out");
      expect(gateways).to.deep.equal(["nephoran-ingress/internal"]);
      expect(http).to.have.length(CONTROL_PLANES.length);
      for (const [index, controlPlane] of CONTROL_PLANES.entries()) {
        const { hostname, port, pathname } = new URL(remote_write[index]?.url ?? "");
        expect(hosts).to.include(hostname);
        expect(port).to.equal("8443");
        expect(http[index]).to.deep.equal({
          name: `metrics-${controlPlane}`,
          match: [{ uri: { exact: pathname }, method: { exact: "POST" } }],
          rewrite: { uri: "/api/v1/write", authority: `metrics.${controlPlane}.nephoran.local` },
          route: [
            { destination: { host: `${controlPlane}.nephoran.local`, port: { number: 14443 } } },
          ],
          retries: { attempts: 0 },
        });
      }
    });

    it(`passes the gateway of ${region} if its own Prometheus wrote it, and nothing else does`, async () => {
      const made = await trafficOf(region);
      expect(
        (made.spec("AuthorizationPolicy", "admit-metrics") as { rules: unknown }).rules,
      ).to.deep.equal([
        {
          from: [
            {
              source: {
                principals: [`${region}.nephoran.local/ns/nephoran-global/sa/prometheus-regional`],
              },
            },
          ],
          to: [
            {
              operation: {
                ports: ["8443"],
                methods: ["POST"],
                paths: ["/metrics/us-east-1/api/v1/write", "/metrics/us-west-2/api/v1/write"],
              },
            },
          ],
        },
      ]);
    });
  }

  it("reaches a control plane's Prometheus by its gateway for peers", async () => {
    for (const region of CONTROL_PLANES) {
      const { hosts, gateways, http } = routes(await monitoringOf(region), "metrics-in");
      expect(hosts).to.deep.equal([`metrics.${region}.nephoran.local`]);
      expect(gateways).to.deep.equal(["nephoran-ingress/peers"]);
      expect(http).to.deep.equal([
        {
          name: "metrics",
          match: [{ uri: { exact: "/api/v1/write" }, method: { exact: "POST" } }],
          route: [
            {
              destination: {
                host: "prometheus-global.nephoran-global.svc.cluster.local",
                port: { number: 9090 },
              },
            },
          ],
          retries: { attempts: 0 },
        },
      ]);
    }
  });

  it("is taken by no region without a global control plane", async () => {
    for (const region of ["eu-west-1", "ap-southeast-1"]) {
      expect((await monitoringOf(region)).names("VirtualService")).to.deep.equal([
        "nephoran-system/metrics-out",
      ]);
    }
  });
});
