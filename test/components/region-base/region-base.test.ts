import { expect } from "chai";
import { RegionBase, type RegionBaseArgs } from "../../../components/region-base/region-base";
import { shippedStack } from "../../shipped-project";
import { type Registration, registrations } from "../registrations";

const base = (args: Omit<RegionBaseArgs, "admission">): Promise<Registration[]> =>
  registrations(() => new RegionBase("base", { admission: [], ...args }));

interface Metadata {
  readonly name: string;
  readonly namespace?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}
const metadataOf = ({ inputs }: Registration): Metadata => inputs["metadata"] as Metadata;

describe("the base of a region", () => {
  let made: Registration[];
  before(async () => {
    made = await base(shippedStack("eu-west-1"));
  });

  const named = (type: string, name: string, namespace?: string): Registration => {
    const found = made.find(
      (resource) =>
        resource.type.endsWith(`:${type}`) &&
        metadataOf(resource).name === name &&
        metadataOf(resource).namespace === namespace,
    );
    if (found === undefined) throw new Error(`There is no ${type} ${name}.`);
    return found;
  };

  for (const namespace of ["nephoran-system", "nephoran-global"]) {
    const policy = (name: string): unknown =>
      named("NetworkPolicy", name, namespace).inputs["spec"];

    it(`enforces Pod Security restricted in ${namespace}`, () => {
      const { labels } = metadataOf(named("Namespace", namespace));
      for (const mode of ["enforce", "audit", "warn"]) {
        expect(labels[`pod-security.kubernetes.io/${mode}`]).to.equal("restricted");
      }
    });

    it(`says of ${namespace} where it is and what rules it is held to`, () => {
      expect(metadataOf(named("Namespace", namespace)).labels).to.deep.include({
        "nephoran.io/region": "eu-west-1",
        "nephoran.io/residency-zone": "eu",
        "nephoran.io/compliance-mode": "gdpr",
      });
    });

    it(`denies all traffic in ${namespace}`, () => {
      expect(policy("default-deny")).to.deep.equal({
        podSelector: {},
        policyTypes: ["Ingress", "Egress"],
      });
    });

    it(`lets every pod in ${namespace} resolve names, by both protocols`, () => {
      expect(policy("allow-dns")).to.deep.equal({
        podSelector: {},
        policyTypes: ["Egress"],
        egress: [
          {
            to: [
              {
                namespaceSelector: {
                  matchLabels: { "kubernetes.io/metadata.name": "kube-system" },
                },
                podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
              },
            ],
            ports: [
              { port: 53, protocol: "TCP" },
              { port: 53, protocol: "UDP" },
            ],
          },
        ],
      });
    });

    it(`makes the pods in ${namespace} part of the mesh, and lets them out to its control plane`, () => {
      const { labels } = metadataOf(named("Namespace", namespace));
      expect(labels["istio-injection"]).to.equal("enabled");
      expect(policy("allow-istiod")).to.deep.equal({
        podSelector: {},
        policyTypes: ["Egress"],
        egress: [
          {
            to: [
              {
                namespaceSelector: {
                  matchLabels: { "kubernetes.io/metadata.name": "istio-system" },
                },
                podSelector: { matchLabels: { app: "istiod" } },
              },
            ],
            ports: [{ port: 15012, protocol: "TCP" }],
          },
        ],
      });
    });

    it(`lets those pods in ${namespace} out to the API server that ask for it, and no others`, () => {
      expect(policy("allow-kube-api")).to.deep.equal({
        podSelector: { matchLabels: { "nephoran.io/needs-kube-api": "true" } },
        policyTypes: ["Egress"],
        egress: [
          {
            to: ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"].map((cidr) => ({
              ipBlock: { cidr },
            })),
            ports: [
              { port: 443, protocol: "TCP" },
              { port: 6443, protocol: "TCP" },
            ],
          },
        ],
      });
    });
  }

  it("gives a reason for everything that it allows", () => {
    const reasons = made
      .filter(({ type }) => type.endsWith(":NetworkPolicy"))
      .map(metadataOf)
      .filter(({ name }) => name !== "default-deny")
      .map(({ annotations }) => annotations?.["nephoran.io/reason"]);
    expect(reasons).to.have.length(6);
    for (const reason of reasons) expect(reason).to.match(/^[A-Z].*\.$/);
  });

  it("lets pods ask the DNS cache of their node as well, where the stack file names it", async () => {
    const args = { ...shippedStack("us-east-1"), dnsCidrs: ["169.254.20.10/32"] };
    const policies = (await base(args)).filter((one) => one.name.endsWith("-allow-dns"));
    for (const { inputs } of policies) {
      expect(inputs["spec"])
        .to.have.nested.property("egress[0].to[1]")
        .that.deep.equals({
          ipBlock: { cidr: "169.254.20.10/32" },
        });
      expect(inputs["spec"]).to.have.nested.property(
        "egress[0].to[0].podSelector.matchLabels.k8s-app",
      );
    }
    expect(policies).to.have.length(2);
  });

  it("takes the networks of the API server from the stack file", async () => {
    const policies = await base({ ...shippedStack("us-east-1"), kubeApiCidrs: ["192.0.2.7/32"] });
    const texts = policies.map(({ inputs }) => JSON.stringify(inputs));
    expect(texts.filter((text) => text.includes('"cidr":"192.0.2.7/32"'))).to.have.length(2);
    expect(texts.join()).to.not.contain("10.0.0.0/8");
  });
});
