import { expect } from "chai";
import { capture } from "../../../render/capture";
import { type Manifest, manifests } from "../../../render/manifest";
import type { ProgramConfig } from "../../../config/program-config";
import { shippedStack } from "../../shipped-project";

interface Pod {
  readonly metadata: { annotations: Record<string, string>; labels: Record<string, string> };
  readonly spec: {
    automountServiceAccountToken: boolean;
    securityContext: Record<string, unknown>;
    containers: { securityContext: Record<string, unknown>; resources: unknown }[];
  };
}

const render = async (config: ProgramConfig): Promise<Manifest[]> =>
  manifests((await capture("nephoran", config)).resources);

const podOf = (objects: Manifest[], name: string): Pod => {
  const found = objects.find(
    ({ kind, metadata }) => kind === "Deployment" && metadata.name === name,
  );
  return (found?.["spec"] as { template: Pod }).template;
};

describe("a workload", () => {
  let objects: Manifest[];
  before(async () => {
    objects = await render(shippedStack("us-east-1"));
  });

  const workloads = ["llm-processor", "llm-processor-regional"];

  for (const name of workloads) {
    it(`hardens every container of ${name}`, () => {
      const { spec } = podOf(objects, name);
      expect(spec.automountServiceAccountToken).to.equal(false);
      expect(spec.securityContext).to.deep.include({
        runAsNonRoot: true,
        seccompProfile: { type: "RuntimeDefault" },
      });
      for (const { securityContext } of spec.containers) {
        expect(securityContext).to.deep.include({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          runAsNonRoot: true,
          capabilities: { drop: ["ALL"] },
        });
      }
    });

    it(`gives ${name} all of its parts under one name, and leaves replicas to the autoscaler`, () => {
      const kinds = objects
        .filter(({ metadata }) => metadata.name === name)
        .map(({ kind }) => kind);
      expect(kinds).to.include.members([
        "Deployment",
        "HorizontalPodAutoscaler",
        "PodDisruptionBudget",
        "Service",
        "ServiceAccount",
      ]);
      const deployment = objects.find(
        ({ kind, metadata }) => kind === "Deployment" && metadata.name === name,
      );
      expect(deployment?.["spec"]).to.not.have.property("replicas");
    });
  }

  it("meets its own selectors, and the selectors of whoever it talks to", () => {
    const pods = workloads.map((name) => podOf(objects, name).metadata.labels);
    const selectors = objects.flatMap(({ kind, spec }) => {
      if (kind === "Service") return [(spec as { selector: Record<string, string> }).selector];
      if (kind !== "NetworkPolicy" && kind !== "PodDisruptionBudget") return [];
      const text = JSON.stringify(spec);
      return [...text.matchAll(/"matchLabels":(\{"app":[^}]+\})/g)].map(
        (match) => JSON.parse(match[1] ?? "{}") as Record<string, string>,
      );
    });
    expect(selectors.length).to.be.at.least(8);
    for (const selector of selectors) {
      const selected = pods.filter((labels) => labels["app"] === selector["app"]);
      expect(selected).to.have.length(1);
    }
  });

  it("is opened at both ends of every connection", () => {
    const policies = objects.filter(({ kind }) => kind === "NetworkPolicy");
    const reasons = policies
      .filter(({ metadata }) => metadata.name !== "default-deny")
      .map(({ metadata }) => (metadata as { annotations?: Record<string, string> }).annotations);
    for (const annotations of reasons) {
      expect(annotations?.["nephoran.io/reason"]).to.be.a("string");
    }
    expect(policies.map(({ metadata }) => metadata.name)).to.include.members([
      "llm-processor-to-llm-processor-regional",
      "llm-processor-regional-from-llm-processor",
    ]);
  });

  it("rolls out only the pods that read a changed setting", async () => {
    const before = shippedStack("us-east-1");
    const after = await render({ ...before, maxConcurrentIntents: 101 });
    const checksum = (pod: Pod) => pod.metadata.annotations["nephoran.io/settings-checksum"];
    const [front, processor] = workloads as [string, string];
    expect(checksum(podOf(after, front))).to.equal(checksum(podOf(objects, front)));
    expect(checksum(podOf(after, processor))).to.not.equal(checksum(podOf(objects, processor)));
  });
});
