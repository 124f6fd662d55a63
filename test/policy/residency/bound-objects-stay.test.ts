import { expect } from "chai";
import { captureAll, type CapturedResource } from "../../../render/capture";
import { violationsOf } from "../../../policy/evaluate";
import { shippedProject, shippedStack } from "../../shipped-project";

const ZONE = "nephoran.io/residency-zone";

const configMap = (labels: unknown): CapturedResource => ({
  type: "kubernetes:core/v1:ConfigMap",
  name: "subscribers",
  custom: true,
  inputs: { metadata: { name: "subscribers", labels } },
});

const problems = (region: string, resource: CapturedResource): string[] =>
  violationsOf({ config: shippedStack(region), resources: [resource] }).map(
    ({ rule, problem }) => `${rule.id}: ${problem}`,
  );

describe("residency-bound-objects-stay", () => {
  it("finds nothing in the shipped stacks", async () => {
    const captures = await captureAll(shippedProject);
    expect(captures).to.have.length(4);
    expect(captures.flatMap(violationsOf)).to.deep.equal([]);
  });

  it("lets a bound object into its own zone", () => {
    expect(problems("eu-west-1", configMap({ [ZONE]: "eu" }))).to.deep.equal([]);
  });

  it("keeps a bound object out of a region without a zone", () => {
    expect(problems("us-east-1", configMap({ [ZONE]: "eu" }))).to.deep.equal([
      `residency-bound-objects-stay: metadata.labels.${ZONE} binds it to the zone eu, ` +
        "but us-east-1 is in no residency zone.",
    ]);
  });

  it("keeps an object of one zone out of another", () => {
    expect(problems("eu-west-1", configMap({ [ZONE]: "uk" }))).to.have.length(1);
  });

  it("looks at the pods that an object makes", () => {
    const cronJob: CapturedResource = {
      type: "kubernetes:batch/v1:CronJob",
      name: "export",
      custom: true,
      inputs: {
        spec: {
          jobTemplate: { spec: { template: { metadata: { labels: { [ZONE]: "eu" } } } } },
        },
      },
    };
    expect(problems("us-west-2", cronJob)).to.have.length(1);
  });

  it("refuses what it cannot decide before deployment", () => {
    expect(problems("us-east-1", configMap({ [ZONE]: undefined }))).to.deep.equal([
      "residency-bound-objects-stay: Cannot be decided before deployment: " +
        `metadata.labels.${ZONE} is unknown until deployed. Use plain configuration there.`,
    ]);
  });

  it("wants every namespace of a zone's region labelled", () => {
    const namespace: CapturedResource = {
      type: "kubernetes:core/v1:Namespace",
      name: "extra",
      custom: true,
      inputs: { metadata: { name: "extra", labels: {} } },
    };
    expect(problems("eu-west-1", namespace)).to.have.length(1);
    expect(problems("us-east-1", namespace)).to.deep.equal([]);
  });

  it("leaves other providers' resources alone", () => {
    const other = { ...configMap({ [ZONE]: "eu" }), type: "random:index/randomId:RandomId" };
    expect(problems("us-east-1", other)).to.deep.equal([]);
  });
});
