import { expect } from "chai";
import { ConfigError } from "../../config/problems";
import { CONFIGURATION_POLICY, levelOf, parseConfiguration } from "../../policy/configuration";
import { readShippedConfiguration } from "../../policy/configuration-file";
import { defaultPackConfig } from "../../policy/pack-config";
import { rules } from "../../policy/rules";
import { shippedProject } from "../shipped-project";

const parsed = (input: unknown) =>
  parseConfiguration(input, "policy.json", { rules, topology: shippedProject.topology });

/** Every problem as `key: seen`. */
function problemsIn(input: unknown): string[] {
  try {
    parsed(input);
  } catch (error) {
    if (error instanceof ConfigError) {
      return error.problems.map(({ key, seen }) => `${key}: ${seen}`);
    }
    throw error;
  }
  return [];
}

const exception = {
  rule: "routes-weights-sum",
  resource: "traffic-global-traffic-routing",
  reason: "A drill of the vendor needs it this week.",
  approvedBy: "on-call@example.org",
  expires: "2026-06-01",
};

const ruleOf = (level: string) => {
  const rule = rules.find((one) => one.level === level);
  if (rule === undefined) throw new Error(`No rule is ${level}.`);
  return rule;
};

describe("the configuration of the policy pack", () => {
  it("has a default for everything", () => {
    expect(parsed({}).config).to.deep.equal(defaultPackConfig);
  });

  it("comes with the pack, and fits", () => {
    expect(problemsIn(readShippedConfiguration())).to.deep.equal([]);
  });

  it("is refused with every reason at once", () => {
    const { reason, ...unjustified } = exception;
    expect(reason).not.to.equal("");
    expect(
      problemsIn({
        [CONFIGURATION_POLICY]: {
          exceptions: [unjustified, { ...exception, expires: "soon" }],
          monthlyBudgetUsd: -1,
          loadBalancer: [],
        },
        "no-such-rule": "advisory",
        [ruleOf("mandatory").id]: "disabled",
        [ruleOf("advisory").id]: { enforcementLevel: "strict" },
      }),
    ).to.have.members([
      `${CONFIGURATION_POLICY}.exceptions[0].reason: missing`,
      `${CONFIGURATION_POLICY}.exceptions[1].expires: "soon"`,
      `${CONFIGURATION_POLICY}.monthlyBudgetUsd: -1`,
      `${CONFIGURATION_POLICY}.loadBalancer: not a known key`,
      "no-such-rule: no rule",
      `${ruleOf("mandatory").id}: "disabled"`,
      `${ruleOf("advisory").id}: {"enforcementLevel":"strict"}`,
    ]);
  });

  it("names only rules, zones, regions and homes that exist", () => {
    expect(
      problemsIn({
        [CONFIGURATION_POLICY]: {
          exceptions: [{ ...exception, rule: "routes-nothing", region: "mars" }],
          zoneRegistries: { uk: ["registry.example.org"] },
          tenants: { acme: { boundTo: "mars" } },
        },
      }),
    ).to.have.members([
      `${CONFIGURATION_POLICY}.exceptions[0].rule: "routes-nothing"`,
      `${CONFIGURATION_POLICY}.exceptions[0].region: "mars"`,
      `${CONFIGURATION_POLICY}.zoneRegistries.uk: "uk"`,
      `${CONFIGURATION_POLICY}.tenants.acme.boundTo: "mars"`,
    ]);
  });

  it("may tighten or silence what is advisory", () => {
    const rule = ruleOf("advisory");
    for (const level of ["mandatory", "disabled", "advisory"] as const) {
      expect(levelOf(rule, parsed({ [rule.id]: level }))).to.equal(level);
      const asObject = { [rule.id]: { enforcementLevel: level } };
      expect(levelOf(rule, parsed(asObject))).to.equal(level);
    }
    expect(levelOf(rule, parsed({}))).to.equal("advisory");
  });
});
