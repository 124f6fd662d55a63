import { expect } from "chai";
import { admissionPolicies } from "../../../policy/admission/policies";
import { residencyRules } from "../../../policy/residency/rules";
import { shippedProject } from "../../shipped-project";
import { contextOf, problemsOf, resourceOf } from "../judge";
import { residencyAdmissionFixtures } from "./admission-fixtures";

describe("objects that rules of residency and their CEL judge alike", () => {
  for (const [
    index,
    { rule: id, region, complies, object },
  ] of residencyAdmissionFixtures.entries()) {
    it(`${complies ? "comply with" : "break"} ${id} in ${region} (${index})`, () => {
      const { apiVersion, kind } = object as { apiVersion: string; kind: string };
      const version = apiVersion.includes("/") ? apiVersion : `core/${apiVersion}`;
      const resource = resourceOf(`kubernetes:${version}:${kind}`, "fixture", object);
      const rule = residencyRules.find((one) => one.id === id);
      if (rule === undefined) throw new Error(`There is no rule ${id}.`);
      expect(problemsOf(rule, [resource], contextOf(region)).length === 0).to.equal(complies);
    });
  }

  it("are there for every such rule, both ways", () => {
    const held = residencyRules.filter((rule) =>
      shippedProject.stacks.some((place) => admissionPolicies([rule], place).length > 0),
    );
    const shown = (complies: boolean) =>
      new Set(
        residencyAdmissionFixtures
          .filter((one) => one.complies === complies)
          .map(({ rule }) => rule),
      );
    for (const { id } of held) {
      expect(shown(true).has(id), `${id} with an object that complies`).to.equal(true);
      expect(shown(false).has(id), `${id} with an object that does not`).to.equal(true);
    }
  });
});
