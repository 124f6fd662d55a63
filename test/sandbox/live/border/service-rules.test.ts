import { expect } from "chai";
import fc from "fast-check";
import {
  type EndpointSlice,
  endpointSliceSchema,
  type Service,
  serviceSchema,
} from "../../../../sandbox/live/border/kubernetes-objects";
import { serviceRules } from "../../../../sandbox/live/border/service-rules";

const service = (spec: object, status: object = {}, name = "front"): Service =>
  serviceSchema.parse({ metadata: { namespace: "apps", name }, spec, status });

const slice = (endpoints: object[], ports: object[], name = "front"): EndpointSlice =>
  endpointSliceSchema.parse({
    metadata: {
      namespace: "apps",
      name: `${name}-x`,
      labels: { "kubernetes.io/service-name": name },
    },
    addressType: "IPv4",
    endpoints,
    ports,
  });

const http = { name: "http", port: 80, protocol: "TCP", targetPort: "web" };
const at = (address: string, conditions: object = { ready: true }) => ({
  addresses: [address],
  conditions,
});

describe("the translations of a region's Services", () => {
  it("lead each port to the port of that name in the slices", () => {
    const metrics = { name: "metrics", port: 9090, protocol: "TCP" };
    const rules = serviceRules(
      [service({ clusterIP: "10.96.0.7", ports: [http, metrics] })],
      [
        slice([at("10.1.253.9"), at("10.1.253.2")], [{ name: "http", port: 8080 }]),
        slice([at("10.1.253.3")], [{ name: "http", port: 8081 }]),
      ],
    );
    expect(rules).to.deep.equal([
      {
        address: "10.96.0.7",
        port: 80,
        protocol: "tcp",
        endpoints: [
          { address: "10.1.253.2", port: 8080 },
          { address: "10.1.253.3", port: 8081 },
          { address: "10.1.253.9", port: 8080 },
        ],
      },
      { address: "10.96.0.7", port: 9090, protocol: "tcp", endpoints: [] },
    ]);
  });

  it("tell a Service's TCP from its UDP on the same port, and leave other protocols out", () => {
    const ports = [
      { name: "dns-tcp", port: 53, protocol: "TCP" },
      { name: "dns", port: 53, protocol: "UDP" },
      { name: "sctp", port: 53, protocol: "SCTP" },
    ];
    const rules = serviceRules(
      [service({ clusterIP: "10.96.0.10", ports })],
      [
        slice(
          [at("10.1.253.1")],
          ports.map(({ name, protocol }) => ({ name, protocol, port: 5353 })),
        ),
      ],
    );
    expect(rules.map(({ protocol, endpoints }) => [protocol, endpoints.length])).to.deep.equal([
      ["tcp", 1],
      ["udp", 1],
    ]);
  });

  it("lead from a load balancer's address as from the cluster IP", () => {
    const status = { loadBalancer: { ingress: [{ ip: "198.18.0.7" }] } };
    const rules = serviceRules(
      [service({ type: "LoadBalancer", clusterIP: "10.96.0.7", ports: [http] }, status)],
      [slice([at("10.1.253.2")], [{ name: "http", port: 8080 }])],
    );
    const endpoints = [{ address: "10.1.253.2", port: 8080 }];
    expect(rules).to.deep.equal([
      { address: "10.96.0.7", port: 80, protocol: "tcp", endpoints },
      { address: "198.18.0.7", port: 80, protocol: "tcp", endpoints },
    ]);
  });

  it("no longer lead from an address that a Service had as a load balancer", () => {
    const status = { loadBalancer: { ingress: [{ ip: "198.18.0.7" }] } };
    const rules = serviceRules(
      [service({ type: "ClusterIP", clusterIP: "10.96.0.7", ports: [http] }, status)],
      [],
    );
    expect(rules.map(({ address }) => address)).to.deep.equal(["10.96.0.7"]);
  });

  it("skip Services that have no address of their own", () => {
    const headless = service({ clusterIP: "None", ports: [http] });
    const name = service({ type: "ExternalName", externalName: "example.org", ports: [http] });
    expect(serviceRules([headless, name], [])).to.deep.equal([]);
  });

  it("leave out what is not ready, and take what ends but serves only where nothing is ready", () => {
    const ending = at("10.1.253.3", { ready: false, serving: true, terminating: true });
    const gone = at("10.1.253.4", { ready: false, serving: false, terminating: true });
    const starting = at("10.1.253.5", { ready: false, serving: false, terminating: false });
    const led = (...endpoints: object[]) =>
      serviceRules(
        [service({ clusterIP: "10.96.0.7", ports: [http] })],
        [slice(endpoints, [{ name: "http", port: 80 }])],
      ).flatMap((rule) => rule.endpoints.map(({ address }) => address));
    expect(led(at("10.1.253.2"), ending, gone, starting)).to.deep.equal(["10.1.253.2"]);
    expect(led(ending, gone, starting)).to.deep.equal(["10.1.253.3"]);
    expect(led(gone, starting)).to.deep.equal([]);
  });

  it("count as ready what nothing is said of", () => {
    const [rule] = serviceRules(
      [service({ clusterIP: "10.96.0.1", ports: [{ name: "https", port: 443 }] })],
      [slice([{ addresses: ["10.1.0.254"] }], [{ name: "https", port: 28800 }])],
    );
    expect(rule?.endpoints).to.deep.equal([{ address: "10.1.0.254", port: 28800 }]);
  });

  it("never lead to a slice of another Service, of another namespace or of another family", () => {
    const ports = [{ name: "http", port: 80 }];
    const own = slice([at("10.1.253.2")], ports);
    const elsewhere = { ...own, metadata: { ...own.metadata, namespace: "other" } };
    const other = slice([at("10.1.253.3")], ports, "back");
    const newer = { ...own, addressType: "IPv6" };
    const [rule] = serviceRules(
      [service({ clusterIP: "10.96.0.7", ports: [http] })],
      [elsewhere, other, newer],
    );
    expect(rule?.endpoints).to.deep.equal([]);
  });

  describe("whatever the objects are", () => {
    const endpoint = fc.record({
      addresses: fc.integer({ min: 2, max: 20 }).map((host) => [`10.1.253.${String(host)}`]),
      conditions: fc.record({
        ready: fc.constantFrom(true, false, undefined),
        serving: fc.constantFrom(true, false, undefined),
        terminating: fc.constantFrom(true, false, undefined),
      }),
    });
    const portName = fc.constantFrom("http", "metrics");
    const protocol = fc.constantFrom("TCP", "UDP");
    const port = fc.record({ name: portName, protocol, port: fc.integer({ min: 1, max: 99 }) });
    const slices = fc.array(
      fc
        .record({
          owner: fc.constantFrom("a", "b", "c"),
          endpoints: fc.array(endpoint, { maxLength: 4 }),
          ports: fc.array(port, { maxLength: 2 }),
        })
        .map(({ owner, endpoints, ports }) => slice(endpoints, ports, owner)),
      { maxLength: 6 },
    );
    const ports = fc.uniqueArray(port, { maxLength: 2, selector: ({ name }) => name });
    const services = fc
      .tuple(ports, ports, ports)
      .map((all) =>
        all.map((own, index) =>
          service({ clusterIP: `10.96.0.${String(index + 1)}`, ports: own }, {}, "abc"[index]),
        ),
      );

    it("are the same in whatever order they come", () => {
      fc.assert(
        fc.property(services, slices, (some, parts) => {
          expect(serviceRules([...some].reverse(), [...parts].reverse())).to.deep.equal(
            serviceRules(some, parts),
          );
        }),
      );
    });

    it("name each endpoint once", () => {
      fc.assert(
        fc.property(services, slices, (some, parts) => {
          for (const { endpoints } of serviceRules(some, parts)) {
            const places = endpoints.map(({ address, port: to }) => `${address}:${String(to)}`);
            expect(new Set(places).size).to.equal(places.length);
          }
        }),
      );
    });

    it("have one rule for each port of each Service", () => {
      fc.assert(
        fc.property(services, slices, (some, parts) => {
          const count = some.reduce((sum, { spec }) => sum + spec.ports.length, 0);
          expect(serviceRules(some, parts).length).to.equal(count);
        }),
      );
    });
  });
});
