import { expect } from "chai";
import { egressHosts } from "../../../policy/residency/egress-hosts";
import { egressNetworks } from "../../../policy/residency/egress-networks";
import { outboundRegistryOnly } from "../../../policy/residency/outbound-registry-only";
import { telemetryTargets } from "../../../policy/residency/telemetry-targets";
import { contextOf, problemsOf, resourceOf, undecided } from "../judge";

describe("residency-egress-hosts", () => {
  const entry = (...hosts: unknown[]) =>
    resourceOf("kubernetes:networking.istio.io/v1:ServiceEntry", "outside", { spec: { hosts } });
  const found = (...hosts: unknown[]) => problemsOf(egressHosts, [entry(...hosts)], "eu-west-1");

  it("lets out to regions of the topology, and to what is below their names", () => {
    expect(
      found("us-east-1.nephoran.local", "cockroachdb-0.cockroachdb.us-west-2.nephoran.local"),
    ).to.deep.equal([]);
  });

  it("refuses whatever is not listed as inside", () => {
    expect(found("api.openai.com")).to.deep.equal([
      "spec.hosts[0] is api.openai.com, which is not known to be in the zone eu.",
    ]);
    expect(found("to-backup-bucket.weaviate.outside.nephoran.local")).to.have.length(1);
    expect(found("mars-1.nephoran.local")).to.have.length(1);
  });

  it("lets out to what a team has listed, but to no wildcard", () => {
    const zoneHosts = { eu: ["api.example.eu"] };
    const context = contextOf("eu-west-1", { zoneHosts });
    const listed = [
      entry("api.example.eu"),
      entry("*.example.eu"),
      entry("*.eu-west-1.nephoran.local"),
    ];
    expect(problemsOf(egressHosts, listed, context)).to.deep.equal([
      "spec.hosts[0] is *.example.eu, which is not known to be in the zone eu.",
      "spec.hosts[0] is *.eu-west-1.nephoran.local, which is not known to be in the zone eu.",
    ]);
  });

  describe("of the region's own public name", () => {
    const gateway = "nephoran-gateway.nephoran-ingress.svc.cluster.local";
    const own = { resolution: "DNS", endpoints: [{ address: gateway }] };
    const of = (host: string, spec: object) =>
      problemsOf(
        egressHosts,
        [
          resourceOf("kubernetes:networking.istio.io/v1:ServiceEntry", "own", {
            spec: { hosts: [host], ...spec },
          }),
        ],
        "eu-west-1",
      );

    it("lets it lead to the region's own gateway in the cluster", () => {
      expect(of("eu-west-1.nephoran.io", own)).to.deep.equal([]);
    });

    for (const [how, spec] of Object.entries({
      "to where DNS says": { resolution: "DNS" },
      "to where the caller says": { ...own, resolution: "NONE" },
      "to an address": { ...own, resolution: "STATIC", endpoints: [{ address: "203.0.113.7" }] },
      "to somebody else as well": {
        ...own,
        endpoints: [{ address: gateway }, { address: "us-east-1.nephoran.io" }],
      },
      "to another Service": {
        ...own,
        endpoints: [{ address: "eastwest-gateway.istio-system.svc.cluster.local" }],
      },
      "to whatever has a label": { ...own, workloadSelector: { labels: { app: "any" } } },
    })) {
      it(`refuses that it leads ${how}`, () => {
        expect(of("eu-west-1.nephoran.io", spec)).to.deep.equal([
          "spec.hosts[0] is eu-west-1.nephoran.io, which is not known to be in the zone eu.",
        ]);
      });
    }

    it("refuses any other name that leads there", () => {
      for (const host of ["us-east-1.nephoran.io", "eu.nephoran.io", "nephoran.io"]) {
        expect(of(host, own), host).to.have.length(1);
      }
    });

    it("refuses what only a deployment can tell", () => {
      expect(
        of("eu-west-1.nephoran.io", { ...own, endpoints: [{ address: undefined }] }),
      ).to.deep.equal([undecided("spec.endpoints[0].address")]);
    });
  });

  it("leaves regions without a zone, and other kinds, alone", () => {
    const outside = entry("api.openai.com");
    expect(problemsOf(egressHosts, [outside], "us-east-1")).to.deep.equal([]);
    const other = { ...outside, type: "kubernetes:networking.istio.io/v1:Gateway" };
    expect(problemsOf(egressHosts, [other], "eu-west-1")).to.deep.equal([]);
  });

  it("refuses a host that only a deployment can tell", () => {
    expect(found(undefined)).to.deep.equal([undecided("spec.hosts[0]")]);
  });
});

describe("residency-egress-networks", () => {
  const policy = (app: string, egress: unknown) =>
    resourceOf("kubernetes:networking.k8s.io/v1:NetworkPolicy", "policy", {
      spec: { podSelector: { matchLabels: { app } }, egress },
    });
  const to = (cidr: unknown, ...ports: number[]) => [
    { to: [{ ipBlock: { cidr } }], ports: ports.map((port) => ({ port })) },
  ];
  const found = (...args: Parameters<typeof policy>) =>
    problemsOf(egressNetworks, [policy(...args)], "eu-west-1");

  it("lets pods out to networks that are named, and to other pods", () => {
    expect(found("weaviate", to("192.0.2.0/24", 443))).to.deep.equal([]);
    expect(found("weaviate", [{ to: [{ podSelector: {} }] }])).to.deep.equal([]);
  });

  it("refuses most of the world, however it is put", () => {
    expect(found("weaviate", to("0.0.0.0/0", 443))).to.deep.equal([
      "spec.egress[0].to[0].ipBlock.cidr is 0.0.0.0/0, most of the world.",
    ]);
    expect(found("weaviate", to("128.0.0.0/1", 443))).to.have.length(1);
    expect(found("weaviate", to("::/0", 443))).to.have.length(1);
    expect(found("weaviate", [{ ports: [{ port: 443 }] }])).to.deep.equal([
      "spec.egress[0] lets pods connect to anywhere.",
    ]);
    expect(found("weaviate", [{}])).to.have.length(1);
  });

  it("lets those out whose peers change their addresses, each on its port", () => {
    expect(found("cockroachdb", to("0.0.0.0/0", 26257))).to.deep.equal([]);
    expect(found("cockroachdb", to("0.0.0.0/0", 26257, 443))).to.have.length(1);
    expect(found("nephoran-gateway", to("0.0.0.0/0", 443))).to.have.length(1);
    expect(found("istiod", to("0.0.0.0/0"))).to.have.length(1);
    expect(found("llm-processor", to("0.0.0.0/0", 443))).to.have.length(1);
  });

  it("leaves regions without a zone, and other kinds, alone", () => {
    const open = policy("weaviate", to("0.0.0.0/0", 443));
    expect(problemsOf(egressNetworks, [open], "us-east-1")).to.deep.equal([]);
    const other = { ...open, type: "kubernetes:core/v1:Service" };
    expect(problemsOf(egressNetworks, [other], "eu-west-1")).to.deep.equal([]);
  });

  it("refuses a network that only a deployment can tell", () => {
    expect(found("weaviate", to(undefined, 443))).to.deep.equal([
      undecided("spec.egress[0].to[0].ipBlock.cidr"),
    ]);
  });
});

describe("residency-outbound-registry-only", () => {
  const chart = (meshConfig: unknown, name = "istiod") =>
    resourceOf("kubernetes:helm.sh/v4:Chart", "istiod", { chart: name, values: { meshConfig } });
  const sidecar = (spec: unknown) =>
    resourceOf("kubernetes:networking.istio.io/v1:Sidecar", "default", { spec });
  const mode = (value: unknown) => ({ outboundTrafficPolicy: { mode: value } });
  const found = (...resources: ReturnType<typeof chart>[]) =>
    problemsOf(outboundRegistryOnly, resources, "eu-west-1");
  const why = "so that proxies of the zone eu pass on what they do not know.";

  it("wants the chart, and what it makes, to let nothing unknown out", () => {
    const rendered = (text: string) =>
      resourceOf("kubernetes:core/v1:ConfigMap", "istio-system/istio", {
        metadata: { name: "istio", namespace: "istio-system" },
        data: { mesh: text },
      });
    expect(
      found(
        chart(mode("REGISTRY_ONLY")),
        rendered("outboundTrafficPolicy:\n  mode: REGISTRY_ONLY\n"),
      ),
    ).to.deep.equal([]);
    expect(found(chart({}), rendered("trustDomain: x\n"))).to.deep.equal([
      `values.meshConfig.outboundTrafficPolicy.mode is not there, ${why}`,
      `data.mesh.outboundTrafficPolicy.mode is not there, ${why}`,
    ]);
    expect(found(chart(mode("ALLOW_ANY"), "/charts/istiod"))).to.have.length(1);
  });

  it("lets no Sidecar open what the mesh closes", () => {
    expect(found(sidecar({}), sidecar(mode("REGISTRY_ONLY")))).to.deep.equal([]);
    expect(found(sidecar(mode("ALLOW_ANY")))).to.deep.equal([
      `spec.outboundTrafficPolicy.mode is ALLOW_ANY, ${why}`,
    ]);
  });

  it("leaves regions without a zone, and other charts and kinds, alone", () => {
    expect(problemsOf(outboundRegistryOnly, [chart({})], "us-east-1")).to.deep.equal([]);
    const map = resourceOf("kubernetes:core/v1:ConfigMap", "x", { data: { mesh: "{}" } });
    const gateway = resourceOf("kubernetes:helm.sh/v4:Chart", "x", {
      chart: "gateway",
      values: {},
    });
    expect(found(gateway, map)).to.deep.equal([]);
  });

  it("refuses a mode that only a deployment can tell", () => {
    expect(found(chart(mode(undefined)))).to.deep.equal([
      undecided("values.meshConfig.outboundTrafficPolicy.mode"),
    ]);
  });
});

describe("residency-telemetry-targets", () => {
  const chart = (meshConfig: unknown) =>
    resourceOf("kubernetes:helm.sh/v4:Chart", "istiod", {
      chart: "istiod",
      values: { meshConfig },
    });
  const traced = (service: unknown) => ({
    extensionProviders: [{ name: "traces", opentelemetry: { service, port: 4317 } }],
  });
  const found = (meshConfig: unknown, context: Parameters<typeof problemsOf>[2] = "eu-west-1") =>
    problemsOf(telemetryTargets, [chart(meshConfig)], context);

  it("lets proxies tell Services of the cluster, and what is listed", () => {
    expect(found(traced("collector.nephoran-global.svc.cluster.local"))).to.deep.equal([]);
    expect(found(traced("nephoran-global/collector.nephoran-global.svc"))).to.deep.equal([]);
    const zoneHosts = { eu: ["collector.example.eu"] };
    expect(
      found(traced("collector.example.eu"), contextOf("eu-west-1", { zoneHosts })),
    ).to.deep.equal([]);
  });

  it("refuses a collector outside, however it is named", () => {
    expect(found(traced("collector.example.com"))).to.deep.equal([
      "values.meshConfig.extensionProviders[0].opentelemetry.service is collector.example.com, " +
        "which is not known to be in the zone eu.",
    ]);
    const zipkin = { defaultConfig: { tracing: { zipkin: { address: "203.0.113.7:9411" } } } };
    expect(found(zipkin)).to.deep.equal([
      "values.meshConfig.defaultConfig.tracing.zipkin.address is 203.0.113.7:9411, which is not " +
        "known to be in the zone eu.",
    ]);
  });

  it("leaves regions without a zone, and other kinds, alone", () => {
    expect(found(traced("collector.example.com"), "us-east-1")).to.deep.equal([]);
    const other = { ...chart(traced("collector.example.com")), type: "kubernetes:core/v1:Secret" };
    expect(problemsOf(telemetryTargets, [other], "eu-west-1")).to.deep.equal([]);
  });

  it("refuses a collector that only a deployment can tell", () => {
    expect(found(traced(undefined))).to.deep.equal([
      undecided("values.meshConfig.extensionProviders[0].opentelemetry.service"),
    ]);
  });
});
