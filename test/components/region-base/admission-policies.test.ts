import { expect } from "chai";
import { RegionBase } from "../../../components/region-base/region-base";
import type { AdmissionPolicy } from "../../../policy/admission/policies";
import { shippedStack } from "../../shipped-project";
import { type Registration, registrations } from "../registrations";

const policy: AdmissionPolicy = {
  name: "nephoran-configmaps",
  level: "mandatory",
  resources: [{ group: "", versions: ["v1"], resources: ["configmaps"] }],
  validations: [{ expression: "true", message: "cost-not-red: It is red." }],
};

const made = (...admission: AdmissionPolicy[]): Promise<Registration[]> =>
  registrations(() => new RegionBase("base", { ...shippedStack("eu-west-1"), admission }));

const specOf = (all: readonly Registration[], type: string): unknown =>
  all.find((one) => one.type.endsWith(`:${type}`))?.inputs["spec"];

describe("what a region's API server admits", () => {
  it("is what the policies say, through any version of an API, and nothing where one cannot tell", async () => {
    expect(specOf(await made(policy), "ValidatingAdmissionPolicy")).to.deep.equal({
      failurePolicy: "Fail",
      matchConstraints: {
        matchPolicy: "Equivalent",
        resourceRules: [
          {
            apiGroups: [""],
            apiVersions: ["v1"],
            operations: ["CREATE", "UPDATE"],
            resources: ["configmaps"],
          },
        ],
      },
      matchConditions: [
        { name: "not-being-deleted", expression: "!has(object.metadata.deletionTimestamp)" },
      ],
      validations: policy.validations,
    });
  });

  it("is for the region's own namespaces, and denies", async () => {
    expect(specOf(await made(policy), "ValidatingAdmissionPolicyBinding")).to.deep.equal({
      policyName: "nephoran-configmaps",
      validationActions: ["Deny"],
      matchResources: {
        namespaceSelector: {
          matchExpressions: [
            {
              key: "kubernetes.io/metadata.name",
              operator: "In",
              values: ["nephoran-system", "nephoran-global", "istio-system", "nephoran-ingress"],
            },
          ],
        },
      },
    });
  });

  it("is only warned of and recorded by rules that are advice", async () => {
    const spec = specOf(
      await made({ ...policy, level: "advisory" }),
      "ValidatingAdmissionPolicyBinding",
    ) as { validationActions: unknown };
    expect(spec.validationActions).to.deep.equal(["Warn", "Audit"]);
  });
});
