import { expect } from "chai";
import { accessExemptions } from "../../policy/access/exemptions";
import { accessRules } from "../../policy/access/rules";
import { meshExemptions } from "../../policy/mesh/exemptions";
import { ownEncryption } from "../../policy/mesh/own-encryption";
import { meshRules } from "../../policy/mesh/rules";
import { worldReach } from "../../policy/mesh/world-reach";
import { podExemptions } from "../../policy/pods/exemptions";
import { podsRules } from "../../policy/pods/rules";
import type { Exemption } from "../../policy/reading/exemption";
import { isExempt } from "../../policy/reading/exemption";
import type { Rule } from "../../policy/rule";
import { resourceOf } from "./judge";

const all: readonly (readonly [readonly Exemption[], readonly Rule[]])[] = [
  [meshExemptions, meshRules],
  [podExemptions, podsRules],
  [accessExemptions, accessRules],
];

describe("exemptions", () => {
  it("are from rules that there are, in their own family", () => {
    for (const [exemptions, rules] of all) {
      const ids = rules.map(({ id }) => id);
      const unknown = exemptions.flatMap((one) => one.rules).filter((id) => !ids.includes(id));
      expect(unknown).to.deep.equal([]);
    }
  });

  it("are given once, each with a reason in a sentence", () => {
    for (const [exemptions] of all) {
      const given = exemptions.flatMap(({ kind, object, rules }) =>
        rules.map((rule) => `${rule} ${kind} ${object}`),
      );
      expect(new Set(given).size).to.equal(given.length);
    }
    const reasons = [...all.flatMap(([exemptions]) => exemptions), ...ownEncryption, ...worldReach];
    expect(reasons.filter(({ reason }) => !/^[A-Z].{20,}\.$/.test(reason))).to.deep.equal([]);
  });

  it("hold for one object of one kind, and for no other rule", () => {
    const exemptions: readonly Exemption[] = [
      { kind: "Role", object: "a/reader", rules: ["access-x"], reason: "It has to be so." },
    ];
    const role = (kind: string, namespace: string) =>
      resourceOf(`kubernetes:rbac.authorization.k8s.io/v1:${kind}`, "role", {
        metadata: { name: "reader", namespace },
      });
    expect(isExempt(exemptions, "access-x", role("Role", "a"))).to.equal(true);
    expect(isExempt(exemptions, "access-x", role("Role", "b"))).to.equal(false);
    expect(isExempt(exemptions, "access-x", role("ClusterRole", "a"))).to.equal(false);
    expect(isExempt(exemptions, "access-y", role("Role", "a"))).to.equal(false);
  });
});
