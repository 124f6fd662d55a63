import type { Capture } from "../render/capture";
import {
  type PolicyContext,
  type PolicyResource,
  type ResourceRule,
  type Rule,
  type StackProblem,
  type StackRule,
  Undecidable,
} from "./rule";
import { markUnknowns } from "./unknowns";

/** One thing that breaks one rule. */
export interface Violation {
  readonly rule: Rule;
  /** What breaks it; absent where the stack as a whole does. */
  readonly resource?: PolicyResource;
  /** What is wrong, in one sentence. */
  readonly problem: string;
}

/** The resources of a captured stack as rules see them. */
export const policyResources = ({ resources }: Pick<Capture, "resources">): PolicyResource[] =>
  resources.map(({ type, name, inputs }) => ({
    type,
    name,
    props: markUnknowns(inputs) as Record<string, unknown>,
  }));

/** Everything in one stack that breaks a rule, rule by rule. */
export const violationsOf = (
  rules: readonly Rule[],
  resources: readonly PolicyResource[],
  context: PolicyContext,
): Violation[] =>
  rules.flatMap((rule) =>
    rule.kind === "stack"
      ? evaluateStack(rule, resources, context)
      : resources.flatMap((resource) => evaluateResource(rule, resource, context)),
  );

/** Holds one resource against one rule. */
export const evaluateResource = (
  rule: ResourceRule,
  resource: PolicyResource,
  context: PolicyContext,
): Violation[] =>
  decided(
    () => rule.check(resource, context),
    (problem) => [problem],
  ).map((problem) => ({ rule, resource, problem }));

/** Holds a whole stack against one rule. */
export const evaluateStack = (
  rule: StackRule,
  resources: readonly PolicyResource[],
  context: PolicyContext,
): Violation[] =>
  decided<StackProblem[]>(
    () => rule.check(resources, context),
    (problem) => [{ problem }],
  ).map(({ resource: name, problem }) => {
    const resource = resources.find((one) => one.name === name);
    return resource === undefined ? { rule, problem } : { rule, resource, problem };
  });

function decided<T>(check: () => T, undecided: (problem: string) => T): T {
  try {
    return check();
  } catch (error) {
    if (!(error instanceof Undecidable)) throw error;
    // Silence would let the violation through at the only moment when it can still be stopped.
    return undecided(
      `Cannot be decided before deployment: ${error.message}. Use plain configuration there.`,
    );
  }
}

/** A violation as it is printed: what, why, and what to change. */
export const describeViolation = ({ rule, resource, problem }: Violation): string =>
  `${describeResource(resource)}: ${problem}\n  Why: ${rule.why}\n  Change: ${rule.fix}`;

/** A resource by its type and name, or the stack as a whole. */
export const describeResource = (resource: PolicyResource | undefined): string =>
  resource === undefined ? "The stack as a whole" : `${resource.type} ${resource.name}`;
