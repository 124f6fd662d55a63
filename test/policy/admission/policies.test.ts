import { expect } from "chai";
import { admissionPolicies } from "../../../policy/admission/policies";
import { admissionRules } from "../../../policy/admission/rules";
import { rules } from "../../../policy/rules";
import { shippedStack } from "../../shipped-project";
import { notRed } from "../sample-rules";

const configMaps = [{ group: "", versions: ["v1"], resources: ["configmaps"] }];
const [us, eu] = [shippedStack("us-east-1"), shippedStack("eu-west-1")];

describe("the admission policies", () => {
  it("are made of every rule that can be held to by an API server", () => {
    const marked = rules.filter(({ admission }) => admission !== undefined);
    expect(admissionRules.map(({ id }) => id)).to.deep.equal(marked.map(({ id }) => id));
  });

  it("begin every message with the id of its rule, in one line", () => {
    const ids = new Set(admissionRules.map(({ id }) => id));
    for (const { validations } of admissionPolicies(admissionRules, eu)) {
      for (const { message } of validations) {
        expect(ids).to.include(message.split(": ")[0]);
        expect(message).not.to.contain("\n");
      }
    }
  });

  it("are one for the same kinds of objects and the same level", () => {
    const admission = {
      resources: configMaps,
      validations: [{ expression: "true", message: "M." }],
    };
    const rule = { ...notRed, admission };
    expect(
      admissionPolicies([rule, { ...rule, id: "cost-other" }, { ...rule, level: "advisory" }], us),
    ).to.deep.equal([
      {
        name: "nephoran-configmaps",
        level: "mandatory",
        resources: configMaps,
        validations: [
          {
            expression: "true",
            message: "cost-not-red: M. See: nephoran policy explain cost-not-red",
          },
          { expression: "true", message: "cost-other: M. See: nephoran policy explain cost-other" },
        ],
      },
      {
        name: "nephoran-configmaps-advice",
        level: "advisory",
        resources: configMaps,
        validations: [
          {
            expression: "true",
            message: "cost-not-red: M. See: nephoran policy explain cost-not-red",
          },
        ],
      },
    ]);
  });

  it("are made for a region, and none of a rule that asks nothing of it", () => {
    const rule = {
      ...notRed,
      admission: ({ region }: { region: { residencyZone?: string | undefined } }) =>
        region.residencyZone === undefined
          ? undefined
          : {
              resources: configMaps,
              validations: [
                { expression: `object.zone == '${region.residencyZone}'`, message: "M." },
              ],
            },
    };
    expect(admissionPolicies([rule], us)).to.deep.equal([]);
    expect(admissionPolicies([rule], eu)[0]?.validations[0]?.expression).to.equal(
      "object.zone == 'eu'",
    );
  });
});
