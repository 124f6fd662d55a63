import { expect } from "chai";
import { endpointSlices, podFrom } from "../../../sandbox/mesh/pods";

const deployment = {
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "web", namespace: "shop" },
  spec: {
    template: {
      metadata: { labels: { app: "web", tier: "front" } },
      spec: { containers: [{ name: "web", ports: [{ name: "http", containerPort: 8080 }] }] },
    },
  },
};

const service = (name: string, namespace: string, spec: object) => ({
  apiVersion: "v1",
  kind: "Service",
  metadata: { name, namespace },
  spec,
});

describe("a pod that really runs", () => {
  const pod = podFrom(deployment);

  it("is what its Deployment's controller would make", () => {
    expect(pod).to.deep.equal({
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "web-0", namespace: "shop", labels: { app: "web", tier: "front" } },
      spec: { containers: [{ name: "web", ports: [{ name: "http", containerPort: 8080 }] }] },
    });
  });

  it("is led to by the Services of its namespace that select it, and by no others", () => {
    const ports = [{ name: "http", port: 80, targetPort: "http", appProtocol: "http" }];
    const services = [
      service("web", "shop", { selector: { app: "web" }, ports }),
      service("other", "shop", { selector: { app: "web", tier: "back" }, ports }),
      service("all", "shop", { ports }),
      service("web", "elsewhere", { selector: { app: "web" }, ports }),
    ];
    const slices = endpointSlices(services, pod, "10.1.0.4");
    expect(slices.map(({ metadata }) => metadata.name)).to.deep.equal(["web-sandbox"]);
    expect(slices[0]).to.deep.include({
      addressType: "IPv4",
      ports: [{ name: "http", port: 8080, protocol: "TCP", appProtocol: "http" }],
    });
    expect(slices[0]).to.have.nested.property("endpoints.0.addresses.0", "10.1.0.4");
  });

  it("is reached by a port's own number where the Service names no other", () => {
    const plain = service("web", "shop", { selector: { app: "web" }, ports: [{ port: 8443 }] });
    expect(endpointSlices([plain], pod, "10.1.0.4")[0]).to.deep.include({
      ports: [{ port: 8443, protocol: "TCP" }],
    });
  });

  it("cannot be reached by the name of a port that it lacks", () => {
    const wrong = service("web", "shop", {
      selector: { app: "web" },
      ports: [{ port: 80, targetPort: "metrics" }],
    });
    expect(() => endpointSlices([wrong], pod, "10.1.0.4")).to.throw(
      "Service web names port metrics, which no pod has",
    );
  });
});
