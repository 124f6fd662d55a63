import { expect } from "chai";
import { pingTimeout } from "../../../components/traffic/destinations";
import { shippedStack } from "../../shipped-project";
import { serviceAddresses } from "../registrations";
import { type MadeTraffic, peersAt, trafficOf } from "./traffic-of";

interface ServiceEntry {
  readonly hosts: readonly string[];
  readonly resolution: string;
  readonly endpoints?: readonly {
    readonly address: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly locality?: string;
  }[];
}

interface DestinationRule {
  readonly trafficPolicy: {
    readonly loadBalancer?: { readonly localityLbSetting: { readonly failoverPriority: string[] } };
    readonly outlierDetection: unknown;
    readonly connectionPool: unknown;
    readonly tls: {
      readonly mode: string;
      readonly sni: string;
      readonly subjectAltNames: string[];
    };
    readonly retryBudget?: unknown;
  };
}

const addresses = {
  "eu-west-1": "198.51.100.2",
  "ap-southeast-1": "198.51.100.3",
  "us-west-2": "198.51.100.4",
};

const entry = (made: MadeTraffic, host: string): ServiceEntry =>
  made.spec("ServiceEntry", host) as ServiceEntry;
const rule = (made: MadeTraffic, host: string): DestinationRule =>
  made.spec("DestinationRule", host) as DestinationRule;

const endpoints = (made: MadeTraffic, host: string): string[] =>
  (entry(made, host).endpoints ?? []).map(({ address }) => address);

describe("the hosts that routes lead to", () => {
  let alone: MadeTraffic;
  let all: MadeTraffic;
  let named: MadeTraffic;
  let inZone: MadeTraffic;
  before(async () => {
    alone = await trafficOf("us-east-1");
    all = await trafficOf("us-east-1", { peers: peersAt("us-east-1", addresses) });
    named = await trafficOf("us-east-1", {
      peers: peersAt("us-east-1", { "eu-west-1": "eu.elb.example.com" }),
    });
    inZone = await trafficOf("eu-west-1", {
      peers: peersAt("eu-west-1", { "us-east-1": "198.51.100.1" }),
    });
  });

  it("depend on the topology, and not on who is deployed", () => {
    const hosts = [...alone.all("ServiceEntry").keys()].sort();
    expect(hosts).to.deep.equal(
      ["ap-southeast-1", "eu-west-1", "us-east-1", "us-west-2"]
        .flatMap((region) => [`${region}.failover.nephoran.local`, `${region}.nephoran.local`])
        .sort(),
    );
    for (const made of [all, named]) {
      expect([...made.all("ServiceEntry").keys()].sort()).to.deep.equal(hosts);
      for (const host of hosts) expect(rule(made, host)).to.deep.equal(rule(alone, host));
    }
    expect([...inZone.all("ServiceEntry").keys()].sort()).to.deep.equal(
      [...hosts, "eu.nephoran.local"].sort(),
    );
  });

  it("have the region's own gateway as an endpoint from the start, by its address inside", () => {
    const { clusterIp } = serviceAddresses;
    expect(endpoints(alone, "us-east-1.nephoran.local")).to.deep.equal([clusterIp]);
    expect(endpoints(alone, "eu-west-1.failover.nephoran.local")).to.deep.equal([clusterIp]);
    expect(endpoints(inZone, "eu.nephoran.local")).to.deep.equal([clusterIp]);
  });

  it("of a region that is not deployed have none, and are resolved as addresses, not by name", () => {
    const spec = entry(named, "us-west-2.nephoran.local");
    expect(spec).to.not.have.property("endpoints");
    expect(spec.resolution).to.equal("STATIC");
  });

  it("are resolved by name as soon as one endpoint has a name", () => {
    expect(entry(all, "eu-west-1.failover.nephoran.local").resolution).to.equal("STATIC");
    expect(entry(named, "eu-west-1.failover.nephoran.local").resolution).to.equal("DNS");
    expect(entry(named, "us-east-1.nephoran.local").resolution).to.equal("STATIC");
  });

  it("try the regions in order, with the tier of each as a label", () => {
    const host = "us-east-1.failover.nephoran.local";
    expect(endpoints(all, host)).to.deep.equal([
      serviceAddresses.clusterIp,
      addresses["us-west-2"],
      addresses["eu-west-1"],
      addresses["ap-southeast-1"],
    ]);
    expect(entry(all, host).endpoints?.map(({ labels }) => labels)).to.deep.equal([
      { tier0: "in", tier1: "in", tier2: "in", "nephoran.io/region": "us-east-1" },
      { tier0: "out", tier1: "in", tier2: "in", "nephoran.io/region": "us-west-2" },
      {
        tier0: "out",
        tier1: "out",
        tier2: "in",
        "nephoran.io/region": "eu-west-1",
        "nephoran.io/residency-zone": "eu",
      },
      { tier0: "out", tier1: "out", tier2: "out", "nephoran.io/region": "ap-southeast-1" },
    ]);
    expect(
      rule(all, host).trafficPolicy.loadBalancer?.localityLbSetting.failoverPriority,
    ).to.deep.equal(["tier2=in", "tier1=in", "tier0=in"]);
  });

  it("have no localities, with which istiod 1.31 crashes where endpoints have names", () => {
    for (const made of [all, named, inZone]) {
      for (const { spec } of made.all("ServiceEntry").values()) {
        for (const endpoint of (spec as unknown as ServiceEntry).endpoints ?? []) {
          expect(endpoint).to.not.have.property("locality");
        }
      }
    }
  });

  it("believe exactly the gateways of the regions that may answer", () => {
    const identity = (region: string): string =>
      `spiffe://${region}.nephoran.local/ns/nephoran-ingress/sa/nephoran-gateway`;
    const believed = (made: MadeTraffic, host: string): string[] =>
      rule(made, host).trafficPolicy.tls.subjectAltNames;
    expect(believed(inZone, "eu.nephoran.local")).to.deep.equal([identity("eu-west-1")]);
    expect(believed(all, "us-west-2.nephoran.local")).to.deep.equal([identity("us-west-2")]);
    expect(believed(all, "us-west-2.failover.nephoran.local")).to.have.members(
      ["us-east-1", "eu-west-1", "ap-southeast-1", "us-west-2"].map(identity),
    );
  });

  it("are called by mutual TLS under one name, and left at the first failure to reach them", () => {
    for (const host of all.all("ServiceEntry").keys()) {
      const { trafficPolicy } = rule(all, host);
      expect(trafficPolicy.tls.mode).to.equal("ISTIO_MUTUAL");
      expect(trafficPolicy.tls.sni).to.equal("peers.nephoran.local");
      expect(trafficPolicy.outlierDetection).to.deep.equal({
        splitExternalLocalOriginErrors: true,
        consecutiveLocalOriginFailures: 1,
        consecutiveGatewayErrors: 3,
        interval: "1s",
        baseEjectionTime: "30s",
        maxEjectionPercent: 100,
        minHealthPercent: 10,
      });
      expect(trafficPolicy.connectionPool).to.deep.equal({
        tcp: { connectTimeout: "1s" },
        http: {
          h2UpgradePolicy: "UPGRADE",
          http2KeepAlive: { interval: "1s", timeout: "1s" },
        },
      });
      expect(trafficPolicy).to.not.have.property("retryBudget");
    }
  });

  it("may leave a ping unanswered for four round trips, and for a second at least", () => {
    const { region } = shippedStack("us-east-1");
    const antipode = { ...region, location: { latitude: -38.9, longitude: 102.6 } };
    expect(pingTimeout(region, [region])).to.equal("1s");
    expect(pingTimeout(region, [region, antipode])).to.equal("1.201s");
  });
});
