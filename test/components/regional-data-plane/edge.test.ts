import { expect } from "chai";
import { capture } from "../../../render/capture";
import { type Manifest, manifests } from "../../../render/manifest";
import { ofKind, podsOf } from "../../manifests/rendered";
import { fullRegion } from "../full-region";

const render = async (settings: Record<string, unknown>): Promise<Manifest[]> =>
  manifests((await capture("nephoran", fullRegion(settings))).resources);

/** Names of the pods that carry a text. */
const podsWith = (objects: readonly Manifest[], text: string): string[] =>
  podsOf(objects)
    .filter((pod) => JSON.stringify(pod).includes(text))
    .map(({ metadata }) => metadata.name)
    .sort();

const breakout = (objects: readonly Manifest[]): Manifest[] =>
  ofKind(objects, "NetworkPolicy").filter(({ metadata }) => metadata.name.endsWith("-to-o-ran"));

describe("a region's edge", () => {
  let objects: Manifest[];
  before(async () => {
    objects = await render({ EDGE_ENABLED: true });
  });

  it("takes what answers subscribers to its own nodes, and lets it go before others there", () => {
    const answering = ["llm-inference", "llm-processor", "llm-processor-regional"];
    // The taint that they tolerate, and the label that they look for.
    expect(podsWith(objects, '"value":"edge"')).to.deep.equal(answering);
    expect(podsWith(objects, '"values":["edge"]')).to.deep.equal(answering);
    expect(podsWith(objects, "nephoran-low-latency")).to.deep.equal(answering);
    const [priorityClass] = ofKind(objects, "PriorityClass").filter(
      ({ metadata }) => metadata.name === "nephoran-low-latency",
    );
    // Nobody is put out for it: a replica of the store could be the one.
    expect(priorityClass).to.deep.include({ value: 1_000_000, preemptionPolicy: "Never" });
    // Kubernetes keeps all from 1,000,000,000 for itself.
    expect(priorityClass?.["value"]).to.be.lessThan(1_000_000_000);
  });

  it("reaches the radio network directly, from the one who carries out intents", () => {
    const [policy, ...others] = breakout(objects);
    expect(others).to.deep.equal([]);
    expect(policy?.["spec"]).to.deep.equal({
      podSelector: { matchLabels: { app: "llm-processor-regional" } },
      policyTypes: ["Egress"],
      egress: [
        {
          to: [{ ipBlock: { cidr: "100.64.0.0/10" } }],
          ports: [
            { port: 443, protocol: "TCP" },
            { port: 6513, protocol: "TCP" },
          ],
        },
      ],
    });
  });

  it("reaches those networks that the stack file names instead", async () => {
    const cidrs = ["192.0.2.0/24", "2001:db8::/32"];
    const [policy] = breakout(await render({ localBreakoutCidrs: cidrs }));
    expect(policy?.["spec"]).to.containSubset({
      egress: [{ to: cidrs.map((cidr) => ({ ipBlock: { cidr } })) }],
    });
  });

  it("leaves nothing behind in a region that has none", async () => {
    const text = JSON.stringify(await render({ EDGE_ENABLED: false }));
    expect(text).to.not.match(/node-pool|low-latency|o-ran|trafficDistribution/);
  });
});
