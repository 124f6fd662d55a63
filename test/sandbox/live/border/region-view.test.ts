import { expect } from "chai";
import {
  endpointSliceSchema,
  serviceEntrySchema,
  serviceSchema,
} from "../../../../sandbox/live/border/kubernetes-objects";
import { regionView } from "../../../../sandbox/live/border/region-view";

const service = (namespace: string, name: string, spec: object, ...ips: string[]) => {
  const status = { loadBalancer: { ingress: ips.map((ip) => ({ ip })) } };
  const object = serviceSchema.parse({ metadata: { namespace, name }, spec, status });
  return [`${namespace}/${name}`, object] as const;
};

const entry = (host: string, address: string) => {
  const metadata = { namespace: "nephoran-global", name: host };
  const object = serviceEntrySchema.parse({
    metadata,
    spec: { hosts: [host], endpoints: [{ address }] },
  });
  return [`nephoran-global/${host}`, object] as const;
};

const empty = { services: new Map(), slices: new Map(), serviceEntries: new Map() };

describe("what follows from a region's objects", () => {
  it("is nothing where there are none", () => {
    expect(regionView(empty)).to.deep.equal({ rules: [], entry: [], meshNames: [] });
  });

  it("is the entry's address, of the gateway and of no other load balancer", () => {
    const spec = { type: "LoadBalancer", clusterIP: "10.96.0.7", ports: [{ port: 443 }] };
    const services = new Map([
      service("nephoran-ingress", "eastwest-gateway", spec, "198.18.0.8"),
      service("nephoran-ingress", "nephoran-gateway", spec, "198.18.0.7"),
    ]);
    const view = regionView({ ...empty, services });
    expect(view.entry).to.deep.equal(["198.18.0.7"]);
    expect(view.rules.length).to.equal(4);
  });

  it("is a mesh name's address by the Service that it leads to, or by the pods of a headless one", () => {
    const services = new Map([
      service("nephoran-global", "db-0", { clusterIP: "10.96.0.30", ports: [{ port: 1 }] }),
      service("nephoran-global", "db", { clusterIP: "None", ports: [{ port: 1 }] }),
    ]);
    const slices = new Map([
      [
        "nephoran-global/db-x",
        endpointSliceSchema.parse({
          metadata: {
            namespace: "nephoran-global",
            name: "db-x",
            labels: { "kubernetes.io/service-name": "db" },
          },
          addressType: "IPv4",
          endpoints: [{ addresses: ["10.1.253.7"], conditions: { ready: false } }],
          ports: [{ port: 1 }],
        }),
      ],
    ]);
    const serviceEntries = new Map([
      entry("one.nephoran.local", "db-0.nephoran-global.svc.cluster.local"),
      entry("two.nephoran.local", "db.nephoran-global.svc.cluster.local"),
      entry("three.nephoran.local", "absent.nephoran-global.svc.cluster.local"),
      entry("four.nephoran.local", "lb.example.org"),
    ]);
    expect(regionView({ services, slices, serviceEntries }).meshNames).to.deep.equal([
      { host: "one.nephoran.local", addresses: ["10.96.0.30"] },
      { host: "two.nephoran.local", addresses: ["10.1.253.7"] },
      { host: "three.nephoran.local", addresses: [] },
      { host: "four.nephoran.local", addresses: [] },
    ]);
  });
});
