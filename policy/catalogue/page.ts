import { parseAllDocuments } from "yaml";
import { describeFields } from "../../config/schema-description";
import { fieldTable } from "../../schemas/configuration-page";
import { table } from "../../schemas/page-tables";
import { accessExemptions } from "../access/exemptions";
import { CONFIGURATION_POLICY } from "../configuration";
import { SHIPPED_CONFIGURATION } from "../configuration-file";
import { meshExemptions } from "../mesh/exemptions";
import { noInboundBypass } from "../mesh/no-inbound-bypass";
import { noPlainDestinations } from "../mesh/no-plain-destinations";
import { noWorldNetworks } from "../mesh/no-world-networks";
import { ownEncryption } from "../mesh/own-encryption";
import { worldReach } from "../mesh/world-reach";
import { packConfigSchema } from "../pack-config";
import { podExemptions } from "../pods/exemptions";
import type { Exemption } from "../reading/exemption";
import { families, type Family, type Rule } from "../rule";
import { guardrails } from "./guardrails";

/** The whole page, docs/policies.md. */
export const policiesPage = (rules: readonly Rule[]): string => `# Policies

${rules.length} rules say what a region may deploy and where its data may go. They are applied at three points:

<!-- prettier-ignore-start -->

| where | how | what is seen |
| --- | --- | --- |
| a pull request | \`npm run policy\`, in seconds and without engine, cluster or credentials; \`--charts\` adds what Helm charts make; \`--markdown\` is for a comment, \`--json\` for programs | every region's resources |
| a preview or an update | \`pulumi preview --policy-pack policy\` | every resource of the stack, charts included |
| the API server | ValidatingAdmissionPolicies that each region's stack brings along | whatever anybody writes, for the rules marked so |

A **mandatory** rule stops a deployment, an **advisory** one only tells. A mandatory rule that meets a value which only a deployment can tell is violated: [what residency depends on is plain configuration](decisions/0004-unknown-values-fail-mandatory-rules.md). \`npx nephoran policy explain ID\` shows a rule in the terminal. \`npm run policy\` exits with 1 if a mandatory rule is violated, and with 2 if that could not be found out.

[.github/workflows/policy.yaml](../.github/workflows/policy.yaml) does all of it for a pull request, and can be copied.

This page is made by \`npm run policies\` out of the rules: edit a rule there, not here.

## Configuration

The pack brings [${SHIPPED_CONFIGURATION}](../${SHIPPED_CONFIGURATION}). \`--policy-pack-config FILE\` takes a file of the same form, for \`pulumi preview\` as well as for \`npm run policy\`, and lays it over that one, property by property. What does not fit is refused with every reason.

\`\`\`json
${JSON.stringify(sampleConfiguration, undefined, 2)}
\`\`\`

- An **exception** allows one object to break one rule, until the end of a day (UTC). It is reported whenever it is used; once it has expired it does not count any more, and one that is of no use is reported too. \`resource\` is the logical name of the resource, or the object's \`namespace/name\`; for a stack as a whole it is the region.
- An advisory rule can be made \`mandatory\` or \`disabled\`. A mandatory one stays so.
- The API server knows no exceptions: its policies are made of the topology alone.

${fieldTable(describeFields(packConfigSchema, CONFIGURATION_POLICY)).join("\n")}

## Exempt by name

Objects of this program, and of the charts that it uses, and single ports, that are right as they are though some rules say otherwise.

${table(["object", "rules", "why"], [...exemptions.map(exemptionCells), ...exemptPorts]).join("\n")}

## Rules

${table(["rule", "what holds", "level", "API server"], rules.map(ruleCells)).join("\n")}

${families.map((family) => familySection(family, rules)).join("\n\n")}

## Beside the guardrails of large clouds

What clouds offer to keep data in place, and what does the same here. Of the two large policy libraries for Kubernetes, neither has a rule about residency.

${table(
  ["cloud", "guardrail", "what it does there", "rules here", "how they compare"],
  guardrails.map((one) => [
    one.cloud,
    one.name,
    one.does,
    one.rules.map(linked).join(", ") || "none",
    one.here,
  ]),
).join("\n")}

<!-- prettier-ignore-end -->
`;

const sampleConfiguration = {
  [CONFIGURATION_POLICY]: {
    allowedRegistries: ["registry.example.org/nephoran"],
    exceptions: [
      {
        rule: "mesh-listed-load-balancers",
        resource: "nephoran-system/debug",
        region: "us-west-2",
        reason: "The vendor measures latency from outside until the end of the trial.",
        approvedBy: "platform-team@example.org",
        expires: "2027-01-31",
      },
    ],
  },
  "cost-monthly-budget": "mandatory",
};

const linked = (id: string): string => `[\`${id}\`](#${id})`;

const exemptions: readonly Exemption[] = [...meshExemptions, ...podExemptions, ...accessExemptions];

/** Ports that are left out of a rule, which are no objects of their own. */
const exemptPorts: readonly string[][] = [
  ...ownEncryption.map(({ workload, port, reason }) => [
    `\`${workload}\`, port ${port}`,
    [noInboundBypass, noPlainDestinations].map(({ id }) => linked(id)).join(", "),
    reason,
  ]),
  ...worldReach.map(({ direction, namespace, selector, ports, reason }) => [
    `\`${namespace}/${selector["app"] ?? "*"}\`, ${direction} on ${ports.join(", ")}`,
    linked(noWorldNetworks.id),
    reason,
  ]),
];

const exemptionCells = ({ kind, object, rules, reason }: Exemption): string[] => [
  `${kind} \`${object}\``,
  rules.map(linked).join(", "),
  reason,
];

const familyTitles: Readonly<Record<Family, string>> = {
  residency: "Data residency",
  routes: "Live routes",
  mesh: "Mesh and network",
  pods: "Pods",
  access: "Access and secrets",
  cost: "Cost and reliability",
};

const ruleCells = ({ id, title, level, admission }: Rule): string[] => [
  linked(id),
  title,
  level,
  admission === undefined ? "" : "too",
];

function familySection(family: Family, rules: readonly Rule[]): string {
  const own = rules.filter((rule) => rule.family === family);
  return [`## ${familyTitles[family]}`, ...own.map(ruleSection)].join("\n\n");
}

function ruleSection(rule: Rule): string {
  const { id, title, level, why, fix, example, admission } = rule;
  const where = [
    level,
    ...(rule.kind === "stack" ? ["looks at the stack as a whole"] : []),
    ...(rule.kind === "stack" && rule.needsCharts ? ["looks at what charts make"] : []),
    ...(admission === undefined ? [] : ["at the API server too"]),
  ];
  return [
    `### ${id}`,
    `**${title}** (${where.join(", ")}).`,
    why,
    `_Change:_ ${fix}`,
    `\`\`\`${languageOf(example)}\n${example.trimEnd()}\n\`\`\``,
  ].join("\n\n");
}

/** Most examples are objects, some are statements. */
function languageOf(example: string): string {
  if (/^[A-Z]+ [A-Z]+ /.test(example)) return "sql";
  const isYaml = parseAllDocuments(example).every(
    (document) => document.errors.length === 0 && typeof document.toJS() === "object",
  );
  return isYaml ? "yaml" : "text";
}
