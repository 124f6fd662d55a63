import { expect } from "chai";
import { signalsPath } from "../../../../services/traffic-controller/signals/place";
import { certificateFacts } from "../../../../pki/certificate-facts";
import { clientSettings } from "../../../../pki/cockroach-clients";
import type { RegionIdentity } from "../../../../pki/identity";
import { roles } from "../../../../state/roles";
import { shippedSettings } from "../../../../services/traffic-controller/settings";
import { issued, newAuthority } from "../../../pki/samples";
import { shippedProject } from "../../../shipped-project";
import type { TrafficControllerArgs } from "../../../../components/traffic/controller/traffic-controller";
import { configurationIn, controllerOf } from "./controller-of";

const { topology } = shippedProject;

/** What proves who a region is, and as it stands in its configuration. */
async function identityOf(
  region: string,
): Promise<{ readonly identity: RegionIdentity; readonly args: Partial<TrafficControllerArgs> }> {
  const { identity } = await issued(await newAuthority(), region, { clients: [roles.traffic] });
  const { mesh, cockroach } = identity;
  const { cockroachClientCertificates: certificates = "", cockroachClientKeys: keys } =
    clientSettings(cockroach.clients);
  if (keys === undefined) throw new Error("No keys were issued.");
  return {
    identity,
    args: {
      meshCa: { ...mesh.ca, roots: mesh.roots },
      gateway: {
        certificate: { from: "configuration", secretName: "public", keyPair: mesh.ca },
        externalDns: false,
        annotations: {},
      },
      cockroachCertificates: { ...cockroach, clients: { certificates, keys } },
    },
  };
}

describe("what a traffic controller is told", () => {
  it("is what it takes, in every region: whom to ask, what to write, what to follow", async () => {
    for (const { name } of topology.regions) {
      const { httpPort, identity, ...told } = configurationIn(await controllerOf(name));
      expect([httpPort, identity]).to.deep.equal([8080, "the pod's POD_NAME"]);
      expect(told).to.deep.include({
        topology,
        region: name,
        mode: "active",
        settings: shippedSettings,
        prometheusUrl: "http://prometheus-regional.nephoran-global.svc:9090",
        gatewayUrl: "http://signals-gateway.nephoran-ingress.svc:8443",
        probe: { intervalMs: 1_000, timeoutMs: 900 },
        routes: { namespace: "nephoran-system", name: "global-traffic-routing" },
        lease: { namespace: "nephoran-global", name: "traffic-controller" },
        overrides: { namespace: "nephoran-global", name: "traffic-overrides" },
        failoverEvents: {
          host: "cockroachdb-public.nephoran-global.svc",
          port: 26257,
          database: "nephoran",
          user: "nephoran_traffic",
          certsDir: "/cockroach/cockroach-certs",
        },
        certificates: [],
      });
    }
  });

  it("leads to its signals by a path that its gateway has, for every region", async () => {
    const made = await controllerOf("eu-west-1");
    const { gatewayUrl, topology: known } = configurationIn(made);
    const { hosts, http } = made.get("VirtualService", "signals-out").spec as unknown as {
      readonly hosts: readonly string[];
      readonly http: readonly { readonly match: readonly { readonly uri: { exact: string } }[] }[];
    };
    expect(hosts).to.include(new URL(gatewayUrl).hostname);
    expect(http.map(({ match }) => match[0]?.uri.exact)).to.deep.equal(
      known.regions.map(({ name }) => signalsPath(name)),
    );
  });

  it("has the thresholds of the topology, which are the same everywhere", async () => {
    const settings = {
      ...shippedSettings,
      assignment: { ...shippedSettings.assignment, strategy: "latency" as const },
    };
    for (const { name } of topology.regions) {
      const made = await controllerOf(name, { topology: { ...topology, routing: settings } });
      expect(configurationIn(made).settings).to.deep.equal(settings);
    }
  });

  it("is to write nothing where the stack file says shadow", async () => {
    const made = await controllerOf("us-east-1", {
      trafficController: { enabled: true, mode: "shadow" },
    });
    expect(configurationIn(made).mode).to.equal("shadow");
  });

  it("asks somebody else's Prometheus where that is the region's", async () => {
    const url = "http://prometheus.monitoring.svc:9091";
    const made = await controllerOf("us-east-1", { prometheus: { mode: "existing", url } });
    expect(configurationIn(made).prometheusUrl).to.equal(url);
  });

  it("knows when certificates of the region end, but for the administrator's", async () => {
    const { identity, args } = await identityOf("us-east-1");
    const { certificates } = configurationIn(await controllerOf("us-east-1", args));
    const end = (pem: string): Date | undefined => certificateFacts(pem)?.notAfter;
    const [client] = identity.cockroach.clients;
    expect(certificates).to.deep.equal([
      { name: "mesh-ca", notAfter: end(identity.mesh.ca.certificate) },
      { name: "public", notAfter: end(identity.mesh.ca.certificate) },
      { name: "cockroachdb-node", notAfter: end(identity.cockroach.node.certificate) },
      {
        name: "cockroachdb-client-nephoran_traffic",
        notAfter: end(client?.certificate ?? ""),
      },
    ]);
  });

  it("holds no key", async () => {
    const { args } = await identityOf("us-east-1");
    const made = await controllerOf("us-east-1", args);
    expect(JSON.stringify(made.get("ConfigMap", "traffic-controller").data)).to.not.contain("KEY");
  });
});
