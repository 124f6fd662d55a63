import { evaluateResource, evaluateStack } from "../../policy/evaluate";
import { defaultPackConfig, type PackConfig } from "../../policy/pack-config";
import type { PolicyContext, PolicyResource, Rule } from "../../policy/rule";
import { judgeAsShipped } from "../../policy/shipped-verdict";
import type { LevelledFinding } from "../../policy/verdict";
import { markUnknowns } from "../../policy/unknowns";
import type { Capture } from "../../render/capture";
import { shippedStack } from "../shipped-project";

/** A day on which the tests' exceptions and certificates count. */
export const TODAY = new Date("2026-06-01T00:00:00Z");

/** A resource for a rule; a key whose value is `undefined` is unknown until deployed. */
export const resourceOf = (
  type: string,
  name: string,
  inputs: Record<string, unknown>,
): PolicyResource => ({ type, name, props: markUnknowns(inputs) as Record<string, unknown> });

/** What a rule knows in one of the shipped regions. */
export function contextOf(region: string, config: Partial<PackConfig> = {}): PolicyContext {
  const { topology, region: own } = shippedStack(region);
  return { topology, region: own, config: { ...defaultPackConfig, ...config }, now: TODAY };
}

/** What a rule has against resources in one of the shipped regions; an undecidable value included. */
export function problemsOf(
  rule: Rule,
  resources: readonly PolicyResource[],
  context: PolicyContext | string,
): string[] {
  const known = typeof context === "string" ? contextOf(context) : context;
  const violations =
    rule.kind === "stack"
      ? evaluateStack(rule, resources, known)
      : resources.flatMap((resource) => evaluateResource(rule, resource, known));
  return violations.map(({ problem }) => problem);
}

/** What a mandatory rule says of a value that only a deployment can tell. */
export const undecided = (path: string): string =>
  `Cannot be decided before deployment: ${path} is unknown until deployed. Use plain configuration there.`;

/** An object by its type and name, for a rule. */
export const named = (
  type: string,
  name: string,
  fields: object = {},
  namespace?: string,
): PolicyResource =>
  resourceOf(type, name, {
    metadata: { name, ...(namespace !== undefined && { namespace }) },
    ...fields,
  });

/** What all rules have to say of a captured stack, configured as the pack comes. */
export const shippedFindings = (capture: Capture): readonly LevelledFinding[] =>
  judgeAsShipped(capture, TODAY).findings;
