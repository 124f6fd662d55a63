import { expect } from "chai";
import type { HttpRoutes } from "../../../routing/http-route";
import { hostsOf } from "../../routing/first-match";
import { type MadeTraffic, trafficOf } from "./traffic-of";

interface VirtualService {
  readonly hosts: readonly string[];
  readonly gateways: readonly string[];
  readonly http: HttpRoutes;
}

const routing = (made: MadeTraffic, name: string): VirtualService =>
  made.spec("VirtualService", name) as VirtualService;

const leadTo = (made: MadeTraffic, name: string): Set<string> =>
  new Set(routing(made, name).http.flatMap(hostsOf));

describe("the routes of a gateway", () => {
  let home: MadeTraffic;
  let inZone: MadeTraffic;
  before(async () => {
    home = await trafficOf("us-east-1");
    inZone = await trafficOf("eu-west-1");
  });

  it("weight the system's host, for users and for callers inside, beginning with the own region", () => {
    const { hosts, gateways } = routing(home, "global-traffic-routing");
    expect(hosts).to.deep.equal([
      "nephoran.io",
      "internal-gateway.nephoran-ingress.svc",
      "internal-gateway.nephoran-ingress.svc.cluster.local",
    ]);
    expect(gateways).to.deep.equal(["nephoran-ingress/public", "nephoran-ingress/internal"]);
    expect([...leadTo(home, "global-traffic-routing")]).to.deep.equal([
      "us-east-1.failover.nephoran.local",
    ]);
  });

  it("of the system's host are the traffic controller's once they are there, and no others", () => {
    const ignored = [...home.all("VirtualService")].filter(
      ([, { registration }]) => registration.options.ignoreChanges !== undefined,
    );
    expect(ignored.map(([name]) => name)).to.deep.equal(["global-traffic-routing"]);
    expect(ignored[0]?.[1].registration.options.ignoreChanges).to.deep.equal(["spec.http"]);
  });

  it("lead from the region's and the zone's hosts to those alone, for users", () => {
    for (const made of [home, inZone]) {
      for (const name of ["region-routing", "zone-routing"]) {
        if (made.all("VirtualService").has(name)) {
          expect(routing(made, name).gateways).to.deep.equal(["nephoran-ingress/public"]);
        }
      }
    }
    expect(routing(home, "region-routing").hosts).to.deep.equal(["us-east-1.nephoran.io"]);
    expect([...leadTo(home, "region-routing")]).to.deep.equal(["us-east-1.nephoran.local"]);
    expect(home.all("VirtualService").has("zone-routing")).to.equal(false);
    expect(routing(inZone, "zone-routing").hosts).to.deep.equal(["eu.nephoran.io"]);
    expect([...leadTo(inZone, "zone-routing")]).to.deep.equal(["eu.nephoran.local"]);
  });

  it("give what other gateways hand on to the processor, for as long as it takes", () => {
    expect(routing(home, "peers-routing")).to.deep.equal({
      hosts: ["*"],
      gateways: ["nephoran-ingress/peers"],
      http: [
        {
          name: "processor",
          route: [
            {
              destination: {
                host: "llm-processor-regional.nephoran-system.svc.cluster.local",
                port: { number: 8080 },
              },
            },
          ],
          retries: { attempts: 2, retryOn: "connect-failure,refused-stream" },
        },
      ],
    });
  });

  it("lead to hosts of the mesh that are there", () => {
    for (const made of [home, inZone]) {
      for (const name of made.all("VirtualService").keys()) {
        if (name === "peers-routing") continue;
        const known = [...made.all("ServiceEntry").keys()];
        for (const { route } of routing(made, name).http.filter((one) => "route" in one)) {
          for (const { destination } of route) expect(known).to.include(destination.host);
        }
      }
    }
  });
});
