import { expect } from "chai";
import type { PolicyResource } from "../../../policy/rule";
import { boundObjectsStay } from "../../../policy/residency/bound-objects-stay";
import { problemsOf, resourceOf } from "../judge";

const ZONE = "nephoran.io/residency-zone";

const configMap = (labels: unknown): PolicyResource =>
  resourceOf("kubernetes:core/v1:ConfigMap", "subscribers", {
    metadata: { name: "subscribers", labels },
  });

const problems = (region: string, resource: PolicyResource): string[] =>
  problemsOf(boundObjectsStay, [resource], region);

describe("residency-bound-objects-stay", () => {
  it("lets a bound object into its own zone", () => {
    expect(problems("eu-west-1", configMap({ [ZONE]: "eu" }))).to.deep.equal([]);
  });

  it("keeps a bound object out of a region without a zone", () => {
    expect(problems("us-east-1", configMap({ [ZONE]: "eu" }))).to.deep.equal([
      `metadata.labels.${ZONE} binds it to the zone eu, ` +
        "but us-east-1 is in no residency zone.",
    ]);
  });

  it("keeps an object of one zone out of another", () => {
    expect(problems("eu-west-1", configMap({ [ZONE]: "uk" }))).to.have.length(1);
  });

  it("looks at the pods that an object makes", () => {
    const cronJob = resourceOf("kubernetes:batch/v1:CronJob", "export", {
      spec: { jobTemplate: { spec: { template: { metadata: { labels: { [ZONE]: "eu" } } } } } },
    });
    expect(problems("us-west-2", cronJob)).to.have.length(1);
  });

  it("refuses what it cannot decide before deployment", () => {
    expect(problems("us-east-1", configMap({ [ZONE]: undefined }))).to.deep.equal([
      `Cannot be decided before deployment: metadata.labels.${ZONE} is unknown until deployed. Use plain configuration there.`,
    ]);
  });

  it("wants every namespace of a zone's region labelled", () => {
    const namespace = resourceOf("kubernetes:core/v1:Namespace", "extra", {
      metadata: { name: "extra", labels: {} },
    });
    expect(problems("eu-west-1", namespace)).to.have.length(1);
    expect(problems("us-east-1", namespace)).to.deep.equal([]);
  });

  it("leaves other providers' resources alone", () => {
    const other = { ...configMap({ [ZONE]: "eu" }), type: "random:index/randomId:RandomId" };
    expect(problems("us-east-1", other)).to.deep.equal([]);
  });
});
