import { expect } from "chai";
import { policyResources, violationsOf } from "../../policy/evaluate";
import type { PolicyResource, Rule } from "../../policy/rule";
import { rules } from "../../policy/rules";
import { isAdvice, isBlocking } from "../../policy/verdict";
import { type Capture, captureAll } from "../../render/capture";
import { shippedProject } from "../shipped-project";
import { contextOf, shippedFindings } from "./judge";
import { mutants } from "./mutants/all";

describe("the project's own stacks", function () {
  this.timeout(60_000);

  let captures: readonly Capture[];
  const stacks = new Map<string, readonly PolicyResource[]>();

  before(async () => {
    captures = await captureAll(shippedProject);
    for (const capture of captures)
      stacks.set(capture.config.region.name, policyResources(capture));
  });

  const stackOf = (region: string): readonly PolicyResource[] => {
    const stack = stacks.get(region);
    if (stack === undefined) throw new Error(`No stack is shipped for ${region}.`);
    return stack;
  };

  it("break no rule", () => {
    expect(captures).to.have.length(4);
    const findings = captures.flatMap(shippedFindings);
    expect(
      findings
        .filter((finding) => isBlocking(finding) || isAdvice(finding))
        .map(({ rule, resource, problem }) => `${rule.id} ${resource?.name}: ${problem}`),
    ).to.deep.equal([]);
  });

  it("are broken in some way for every rule", () => {
    const withoutCharts = rules.filter((rule) => rule.kind === "resource" || !rule.needsCharts);
    const broken = new Set(mutants.map(({ rule }) => rule));
    expect(withoutCharts.map(({ id }) => id).filter((id) => !broken.has(id))).to.deep.equal([]);
  });

  for (const [index, mutant] of mutants.entries()) {
    const { rule: id, region, config } = mutant;
    const nth = mutants.slice(0, index).filter(({ rule }) => rule === id).length + 1;
    it(`are caught by ${id} when they are broken for it in ${region} (${nth})`, () => {
      const whole = stackOf(region);
      const broken = mutant.mutate(whole);
      expect(differences(whole, broken), "resources that are changed").to.equal(1);
      const context = contextOf(region, config);
      expect(violationsOf([ruleCalled(id)], whole, context)).to.deep.equal([]);
      expect(violationsOf([ruleCalled(id)], broken, context)).not.to.deep.equal([]);
    });
  }
});

function ruleCalled(id: string): Rule {
  const rule = rules.find((one) => one.id === id);
  if (rule === undefined) throw new Error(`There is no rule ${id}.`);
  return rule;
}

/** How many resources were changed, added or taken away. */
function differences(before: readonly PolicyResource[], after: readonly PolicyResource[]): number {
  const gone = before.filter((resource) => !after.includes(resource));
  const come = after.filter((resource) => !before.includes(resource));
  return Math.max(gone.length, come.length);
}
