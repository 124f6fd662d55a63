import { expect } from "chai";
import { program } from "../../../program";
import { fullRegion } from "../full-region";
import { type Registration, registrations } from "../registrations";

describe("the front", () => {
  let made: Registration[];
  before(async () => {
    made = await registrations(() => program(fullRegion()));
  });

  const object = (kind: string, name: string): Readonly<Record<string, unknown>> => {
    const found = made.find(
      ({ type, inputs }) =>
        type.endsWith(`:${kind}`) && (inputs["metadata"] as { name: string }).name === name,
    );
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
      egress: [{ to: [gateway], ports: [{ port: 8443, protocol: "TCP" }] }],
    });
  });
});
