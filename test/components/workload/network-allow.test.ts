import { expect } from "chai";
import { type NetworkAllow, networkAllows } from "../../../components/workload/network-allow";
import { registrations } from "../registrations";

const base = { ports: [{ port: 8080 }], reason: "It has to." };
const pods = { namespace: "elsewhere", selector: { app: "peer" } };
const networks = { cidrs: ["192.0.2.0/24", "2001:db8::/32"] };

const policiesFor = async (...allows: NetworkAllow[]): Promise<Record<string, unknown>[]> => {
  const made = await registrations(() =>
    networkAllows(
      {
        workload: "worker",
        namespace: "home",
        labels: { "nephoran.io/region": "eu-west-1" },
        selector: { app: "worker" },
        allows,
      },
      {},
    ),
  );
  return made.map(({ inputs }) => ({ ...inputs }));
};

describe("an allowed connection", () => {
  it("is a policy of its own, named after both sides, with the reason for it", async () => {
    const [policy, ...others] = await policiesFor({
      ...base,
      name: "to-peer",
      direction: "egress",
      peer: pods,
    });
    expect(others).to.deep.equal([]);
    expect(policy).to.deep.include({
      kind: "NetworkPolicy",
      metadata: {
        name: "worker-to-peer",
        namespace: "home",
        labels: { "nephoran.io/region": "eu-west-1" },
        annotations: { "nephoran.io/reason": "It has to." },
      },
    });
  });

  it("leads out of the workload's pods to the peer's, in the peer's namespace", async () => {
    const [policy] = await policiesFor({ ...base, name: "out", direction: "egress", peer: pods });
    expect(policy?.["spec"]).to.deep.equal({
      podSelector: { matchLabels: { app: "worker" } },
      policyTypes: ["Egress"],
      egress: [
        {
          // One peer: both have to be met.
          to: [
            {
              namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "elsewhere" } },
              podSelector: { matchLabels: { app: "peer" } },
            },
          ],
          ports: [{ port: 8080, protocol: "TCP" }],
        },
      ],
    });
  });

  it("leads in from networks, one peer for each, by the protocol that is said", async () => {
    const [policy] = await policiesFor({
      ...base,
      name: "in",
      direction: "ingress",
      peer: networks,
      ports: [{ port: 53, protocol: "UDP" }, { port: 53 }],
    });
    expect(policy?.["spec"]).to.deep.equal({
      podSelector: { matchLabels: { app: "worker" } },
      policyTypes: ["Ingress"],
      ingress: [
        {
          from: [{ ipBlock: { cidr: "192.0.2.0/24" } }, { ipBlock: { cidr: "2001:db8::/32" } }],
          ports: [
            { port: 53, protocol: "UDP" },
            { port: 53, protocol: "TCP" },
          ],
        },
      ],
    });
  });
});
