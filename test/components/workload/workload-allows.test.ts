import { expect } from "chai";
import fc from "fast-check";
import type { NetworkAllow } from "../../../components/workload/network-allow";
import { workloadAllows } from "../../../components/workload/workload-allows";
import { registrations } from "../registrations";

const base = { ports: [{ port: 8080 }], reason: "It has to." };

/** What is made besides NetworkPolicies, by kind. */
async function meshObjects(...allows: NetworkAllow[]): Promise<Record<string, unknown[]>> {
  const made = await registrations(() =>
    workloadAllows(
      {
        workload: "worker",
        region: "eu-west-1",
        namespace: "home",
        labels: { "nephoran.io/region": "eu-west-1" },
        selector: { app: "worker" },
        allows,
      },
      {},
    ),
  );
  const kinds: Record<string, unknown[]> = {};
  for (const { inputs } of made) {
    const { kind, metadata, spec } = inputs as { kind: string; metadata: unknown; spec: unknown };
    if (kind !== "NetworkPolicy") (kinds[kind] ??= []).push({ metadata, spec });
  }
  return kinds;
}

const into = (name: string, selector: Record<string, string>, port = 8080): NetworkAllow => ({
  ...base,
  name,
  direction: "ingress",
  peer: { namespace: "elsewhere", selector },
  ports: [{ port }],
});

describe("the connections of a workload in the mesh", () => {
  it("come from identities: that of each peer, on the ports that it may use", async () => {
    const objects = await meshObjects(into("from-a", { app: "a" }, 80), into("from-all", {}, 81));
    expect(objects).to.deep.equal({
      AuthorizationPolicy: [
        {
          metadata: {
            name: "worker",
            namespace: "home",
            labels: { "nephoran.io/region": "eu-west-1" },
          },
          spec: {
            selector: { matchLabels: { app: "worker" } },
            action: "ALLOW",
            rules: [
              {
                from: [{ source: { principals: ["eu-west-1.nephoran.local/ns/elsewhere/sa/a"] } }],
                to: [{ operation: { ports: ["80"] } }],
              },
              {
                from: [{ source: { principals: ["eu-west-1.nephoran.local/ns/elsewhere/sa/*"] } }],
                to: [{ operation: { ports: ["81"] } }],
              },
            ],
          },
        },
      ],
    });
  });

  it("go to networks outside by an entry that proxies know, and that no other namespace sees", async () => {
    const objects = await meshObjects({
      ...base,
      name: "to-provider",
      direction: "egress",
      peer: { cidrs: ["192.0.2.0/24", "198.51.100.7/32"] },
      ports: [{ port: 443 }, { port: 53, protocol: "UDP" }],
    });
    expect(objects).to.deep.equal({
      ServiceEntry: [
        {
          metadata: {
            name: "worker-to-provider",
            namespace: "home",
            labels: { "nephoran.io/region": "eu-west-1" },
          },
          spec: {
            hosts: ["to-provider.worker.outside.nephoran.local"],
            addresses: ["192.0.2.0/24", "198.51.100.7/32"],
            ports: [{ number: 443, name: "tcp-443", protocol: "TCP" }],
            location: "MESH_EXTERNAL",
            resolution: "NONE",
            exportTo: ["."],
          },
        },
      ],
    });
  });

  it("go to names outside by an entry of these names in TLS, and of no address", async () => {
    const objects = await meshObjects({
      ...base,
      name: "to-peers",
      direction: "egress",
      peer: { cidrs: ["0.0.0.0/0"] },
      ports: [{ port: 443 }],
      hosts: ["a.example.com", "b.example.com"],
    });
    expect(objects).to.deep.equal({
      ServiceEntry: [
        {
          metadata: {
            name: "worker-to-peers",
            namespace: "home",
            labels: { "nephoran.io/region": "eu-west-1" },
          },
          spec: {
            hosts: ["a.example.com", "b.example.com"],
            ports: [{ number: 443, name: "tls-443", protocol: "TLS" }],
            location: "MESH_EXTERNAL",
            resolution: "DNS",
            exportTo: ["."],
          },
        },
      ],
    });
  });

  it("are never open to everybody, whatever the network allows", async () => {
    const port = fc.record({
      port: fc.integer({ min: 1, max: 65_535 }),
      protocol: fc.constantFrom("TCP" as const, "UDP" as const),
    });
    const peer = fc.oneof(
      fc.record({
        namespace: fc.constantFrom("home", "elsewhere"),
        selector: fc.constantFrom({}, { app: "a" }),
      }),
      fc.constant({ cidrs: ["192.0.2.0/24"] }),
    );
    const allow = fc.record({
      name: fc.constant("any"),
      direction: fc.constantFrom("ingress" as const, "egress" as const),
      peer,
      ports: fc.array(port, { minLength: 1, maxLength: 3 }),
      reason: fc.constant("It has to."),
    });
    await fc.assert(
      fc.asyncProperty(allow, async (one) => {
        const { AuthorizationPolicy: policies = [] } = await meshObjects(one);
        const isNamed = one.direction === "ingress" && !("cidrs" in one.peer);
        const hasTcp = one.ports.some(({ protocol }) => protocol === "TCP");
        expect(policies).to.have.length(isNamed && hasTcp ? 1 : 0);
        for (const { spec } of policies as { spec: { rules: Record<string, unknown>[] } }[]) {
          for (const rule of spec.rules) {
            expect(JSON.stringify(rule["from"])).to.match(
              /^\[\{"source":\{"principals":\["eu-west-1\.nephoran\.local\/ns\/[a-z]+\/sa\/(a|\*)"\]\}\}\]$/,
            );
          }
        }
      }),
      { numRuns: 30 },
    );
  });
});
