import type { Capture } from "../render/capture";
import { type PolicyContext, type PolicyResource, type Rule, Undecidable } from "./rule";
import { rules } from "./rules";
import { markUnknowns } from "./unknowns";

/** One resource that breaks one rule. */
export interface Violation {
  readonly rule: Rule;
  readonly resource: PolicyResource;
  /** What is wrong, in one sentence. */
  readonly problem: string;
}

/** Everything in one captured stack that breaks a rule. */
export function violationsOf({
  config,
  resources,
}: Pick<Capture, "config" | "resources">): Violation[] {
  return resources.flatMap(({ type, name, inputs }) => {
    const props = markUnknowns(inputs) as Record<string, unknown>;
    return rules.flatMap((rule) => evaluate(rule, { type, name, props }, config));
  });
}

/** Holds one resource against one rule. */
export function evaluate(
  rule: Rule,
  resource: PolicyResource,
  context: PolicyContext,
): Violation[] {
  return problemsOf(rule, resource, context).map((problem) => ({ rule, resource, problem }));
}

function problemsOf(rule: Rule, resource: PolicyResource, context: PolicyContext): string[] {
  try {
    return rule.check(resource, context);
  } catch (error) {
    if (!(error instanceof Undecidable)) throw error;
    // Silence would let the violation through at the only moment when it can still be stopped.
    return [
      `Cannot be decided before deployment: ${error.message}. Use plain configuration there.`,
    ];
  }
}

/** A violation as it is printed: what, why, and what to change. */
export function describeViolation({ rule, resource, problem }: Violation): string {
  return `${resource.type} ${resource.name}: ${problem}\n  Why: ${rule.why}\n  Change: ${rule.fix}`;
}
