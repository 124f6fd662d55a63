import type {
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidationArgs,
  StackValidationPolicy,
} from "@pulumi/policy";
import { expect } from "chai";
import { CONFIGURATION_POLICY } from "../../policy/configuration";
import { enginePolicies, EXCEPTIONS_POLICY } from "../../policy/engine-policies";
import { shippedStack } from "../shipped-project";
import { TODAY } from "./judge";
import { notRed, painted, someGreen } from "./sample-rules";

const URN = "urn:pulumi:us-east-1::nephoran::kubernetes:core/v1:ConfigMap::lamp";

/** What an engine would report of one red lamp, as `policy: message`, with this configuration. */
function reported(configuration: object, outputs: object = { color: "green" }): string[] {
  const policies = enginePolicies([notRed, someGreen], shippedStack("us-east-1"), TODAY);
  const lamp = painted("lamp", "red");
  const messages: string[] = [];
  const report = (name: string) => (text: unknown) => messages.push(`${name}: ${String(text)}`);
  for (const policy of policies) {
    const { name, validateResource } = policy as ResourceValidationPolicy;
    if (typeof validateResource !== "function") continue;
    const shown = { urn: URN, ...lamp, getConfig: () => configuration };
    void validateResource(shown as unknown as ResourceValidationArgs, report(name));
  }
  for (const policy of policies) {
    const { name, validateStack } = policy as StackValidationPolicy;
    if (typeof validateStack !== "function") continue;
    // An engine shows a stack what became of its resources.
    const resources = [{ urn: URN, ...lamp, props: outputs }];
    void validateStack({ resources } as unknown as StackValidationArgs, report(name));
  }
  return messages;
}

const exception = {
  rule: notRed.id,
  resource: "nephoran-system/lamp",
  reason: "The lamp has to be seen from far away.",
  approvedBy: "safety@example.org",
  expires: "2026-12-31",
};

describe("the policies for an engine", () => {
  it("are one for each rule, after the configuration's and before the exceptions'", () => {
    const policies = enginePolicies([notRed, someGreen], shippedStack("us-east-1"), TODAY);
    expect(policies.map(({ name, enforcementLevel }) => [name, enforcementLevel])).to.deep.equal([
      [CONFIGURATION_POLICY, "mandatory"],
      [notRed.id, "mandatory"],
      [someGreen.id, "mandatory"],
      [EXCEPTIONS_POLICY, "advisory"],
    ]);
  });

  it("report each violation under its rule, and judge a stack by what its program asks for", () => {
    expect(reported({})).to.deep.equal([
      `${notRed.id}: kubernetes:core/v1:ConfigMap lamp: It is red.\n  Why: Red is loud.\n  Change: Paint it.`,
      `${someGreen.id}: The stack as a whole: None is green.\n  Why: Red is loud.\n  Change: Paint it.`,
    ]);
  });

  it("tell of an exception as advice, in place of the violation", () => {
    expect(reported({ exceptions: [exception] })).to.deep.equal([
      `${EXCEPTIONS_POLICY}: ${notRed.id}: It is red.\n  Excepted by safety@example.org until ` +
        "2026-12-31: The lamp has to be seen from far away.",
      `${someGreen.id}: The stack as a whole: None is green.\n  Why: Red is loud.\n  Change: Paint it.`,
    ]);
    const ofStack = { ...exception, rule: someGreen.id, resource: "us-east-1" };
    expect(
      reported({ exceptions: [exception, ofStack] }).map((text) => text.split(":")[0]),
    ).to.deep.equal([EXCEPTIONS_POLICY, EXCEPTIONS_POLICY]);
  });

  it("say that an exception has expired", () => {
    const [first] = reported({ exceptions: [{ ...exception, expires: "2026-01-01" }] });
    expect(first).to.match(
      /^cost-not-red: .*\n.*\n.*\n {2}The exception of .* has expired on 2026-01-01\.$/,
    );
  });

  it("refuse a configuration with every reason", () => {
    const wrong = { exceptions: [{ ...exception, rule: "cost-nothing", region: "mars" }] };
    expect(() => reported(wrong)).to.throw(/exceptions\[0\]\.rule.*[^]*exceptions\[0\]\.region/);
  });

  it("bring a schema that an engine can refuse a configuration by", () => {
    const [carrier] = enginePolicies([], shippedStack("us-east-1"), TODAY);
    const { exceptions, monthlyBudgetUsd } = carrier?.configSchema?.properties ?? {};
    expect(exceptions?.type).to.equal("array");
    expect(monthlyBudgetUsd).to.deep.include({ type: "number", exclusiveMinimum: 0 });
  });
});
