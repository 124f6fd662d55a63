import { expect } from "chai";
import { parseProgramConfig } from "../../../config/program-config";
import { program } from "../../../program";
import { topologyWith } from "../../config/home-region";
import { fullRegion } from "../full-region";
import { type Registration, registrations } from "../registrations";

describe("the front", () => {
  let made: Registration[];
  before(async () => {
    made = await registrations(() => program(fullRegion()));
  });

  const find = (among: readonly Registration[], kind: string, name: string) =>
    among.find(
      ({ type, inputs }) =>
        type.endsWith(`:${kind}`) && (inputs["metadata"] as { name: string }).name === name,
    );

  const object = (kind: string, name: string): Readonly<Record<string, unknown>> => {
    const found = find(made, kind, name);
    if (found === undefined) throw new Error(`No ${kind} ${name} was made.`);
    return found.inputs;
  };

  it("hands on what it takes to the region's gateway, which may choose another region", () => {
    expect(object("ConfigMap", "llm-processor")["data"]).to.include({
      REGIONAL_ENDPOINT: "http://internal-gateway.nephoran-ingress.svc:8443",
    });
  });

  it("has no way to the processor, which takes requests of the region's own gateway alone and tells Prometheus of them", () => {
    expect(object("AuthorizationPolicy", "llm-processor-regional")["spec"]).to.deep.include({
      selector: { matchLabels: { app: "llm-processor-regional" } },
      action: "ALLOW",
      rules: [
        {
          from: [
            {
              source: {
                principals: ["home.nephoran.local/ns/nephoran-ingress/sa/nephoran-gateway"],
              },
            },
          ],
          to: [{ operation: { ports: ["8080"] } }],
        },
        {
          from: [
            {
              source: {
                principals: ["home.nephoran.local/ns/nephoran-global/sa/prometheus-regional"],
              },
            },
          ],
          to: [{ operation: { ports: ["8080"], methods: ["GET"], paths: ["/metrics"] } }],
        },
      ],
    });
    const gateway = {
      namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "nephoran-ingress" } },
      podSelector: { matchLabels: { app: "nephoran-gateway", istio: "nephoran-gateway" } },
    };
    const policy = (name: string): unknown => object("NetworkPolicy", name)["spec"];
    expect(policy("llm-processor-regional-from-nephoran-gateway")).to.deep.include({
      ingress: [{ from: [gateway], ports: [{ port: 8080, protocol: "TCP" }] }],
    });
    expect(policy("llm-processor-to-nephoran-gateway")).to.deep.include({
      egress: [
        {
          to: [gateway],
          ports: [
            { port: 8443, protocol: "TCP" },
            { port: 443, protocol: "TCP" },
          ],
        },
      ],
    });
  });

  it("asks for its own region by the public name, and gets no further than the gateway inside", () => {
    expect(object("ServiceEntry", "llm-processor-to-own-region")["spec"]).to.deep.equal({
      hosts: ["home.nephoran.io"],
      location: "MESH_EXTERNAL",
      ports: [{ number: 443, name: "tls-https", protocol: "TLS" }],
      resolution: "DNS",
      endpoints: [{ address: "nephoran-gateway.nephoran-ingress.svc.cluster.local" }],
      exportTo: ["."],
    });
  });

  it("asks for the other regions by their public names, and for nobody else out there", () => {
    expect(object("ServiceEntry", "llm-processor-to-regions")["spec"]).to.deep.equal({
      hosts: ["away.nephoran.io", "abroad.nephoran.io"],
      location: "MESH_EXTERNAL",
      ports: [{ number: 443, name: "tls-443", protocol: "TLS" }],
      resolution: "DNS",
      exportTo: ["."],
    });
    expect(object("NetworkPolicy", "llm-processor-to-regions")["spec"]).to.deep.equal({
      podSelector: { matchLabels: { app: "llm-processor" } },
      policyTypes: ["Egress"],
      egress: [
        {
          to: [{ ipBlock: { cidr: "0.0.0.0/0" } }, { ipBlock: { cidr: "::/0" } }],
          ports: [{ port: 443, protocol: "TCP" }],
        },
      ],
    });
  });

  for (const { bound, home, tenants } of [
    { bound: "a residency zone", home: { residencyZone: "eu" }, tenants: {} },
    { bound: "a tenant of the region", home: {}, tenants: { acme: { boundTo: "home" } } },
  ]) {
    it(`has no way to other regions where requests are bound by ${bound}`, async () => {
      const topology = { ...(topologyWith(home) as object), tenants };
      const config = parseProgramConfig({
        stack: "home",
        topology,
        settings: { VERSION: "1.4.2" },
      });
      const inside = await registrations(() => program(config));
      for (const kind of ["NetworkPolicy", "ServiceEntry"]) {
        expect(find(inside, kind, "llm-processor-to-regions"), kind).to.equal(undefined);
      }
      expect(find(inside, "ServiceEntry", "llm-processor-to-own-region")).not.to.equal(undefined);
      expect(find(inside, "NetworkPolicy", "llm-processor-to-nephoran-gateway")).not.to.equal(
        undefined,
      );
    });
  }
});
