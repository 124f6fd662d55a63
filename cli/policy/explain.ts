import { OperatorError } from "../../config/operator-error";
import { SHIPPED_CONFIGURATION } from "../../policy/configuration-file";
import type { Rule } from "../../policy/rule";

/**
 * The rule of that id.
 *
 * @throws OperatorError with the ids that come nearest, if there is none.
 */
export function ruleCalled(id: string, rules: readonly Rule[]): Rule {
  const rule = rules.find((one) => one.id === id);
  if (rule !== undefined) return rule;
  const words = id.split("-").filter((word) => word !== "");
  const shared = ({ id: other }: Rule): number =>
    other.split("-").filter((word) => words.includes(word)).length;
  const near = rules
    .filter((one) => shared(one) > 0)
    .sort((one, other) => shared(other) - shared(one))
    .slice(0, 5)
    .map((one) => one.id);
  const hint = near.length > 0 ? `Near it: ${near.join(", ")}.` : "docs/policies.md has them all.";
  throw new OperatorError(`There is no rule ${id}. ${hint}`);
}

/** All that a rule has to say of itself. */
export function explanation(rule: Rule): string {
  const { id, family, level, title, why, fix, example, admission } = rule;
  const applied = [
    rule.kind === "stack" && rule.needsCharts
      ? "previews, and pull requests with --charts"
      : "pull requests and previews",
    ...(admission === undefined ? [] : ["the API server of each region that it is for"]),
  ];
  const lines = [
    `${id} (${family}, ${level})`,
    title,
    "",
    `Why      ${why}`,
    `Change   ${fix}`,
    `Applied  ${applied.join("; ")}`,
    ...(level === "mandatory"
      ? [`Except   one object, until a day: exceptions in ${SHIPPED_CONFIGURATION}`]
      : [`Level    may be mandatory or disabled: ${SHIPPED_CONFIGURATION}`]),
    "",
    "Complies:",
    ...example
      .trimEnd()
      .split("\n")
      .map((line) => `  ${line}`.trimEnd()),
  ];
  return lines.join("\n");
}
