import { table } from "../../../../schemas/page-tables";
import { decisionText } from "../decision-text";
import { type Endpoint, endpointsOf } from "../endpoints";
import { fieldRows } from "./field-rows";
import { sampleDecision } from "./sample";

export const API_PAGE = "docs/api/traffic-controller.md";

/** The whole page, from the schemas and the code that answers. */
export const apiPage = (): string => `# What a traffic controller answers

Each replica of a region's traffic controller answers over HTTP on port 8080, only to GET. Nothing is changed from here: operators' orders are [overrides](../routing.md#overrides). How it decides is in [docs/routing.md](../routing.md).

\`\`\`bash
kubectl --context=REGION port-forward -n nephoran-global deploy/traffic-controller 8080
curl 'localhost:8080/decision?format=text'
\`\`\`

A replica that does not lead decides the same from what it sees itself, and says who leads. \`?format=text\`, or \`Accept: text/plain\`, gives text where there is JSON. A path that is not listed here is answered with 404 and this list, another method with 405. Answers are bounded: of a list that could be longer, the first 200 are given, and how many are left out.

This page is made by \`npm run schemas\` out of the code: edit services/traffic-controller/api, not the page.

<!-- prettier-ignore-start -->

${table(["path", "tells", "asked by"], endpointsOf().map(endpointCells)).join("\n")}

## As text

A region stopped answering 20 s ago, while all shifts were frozen:

\`\`\`text
${decisionText(sampleDecision()).trimEnd()}
\`\`\`

${endpointsOf().flatMap(schemaSection).join("\n\n")}

<!-- prettier-ignore-end -->
`;

const endpointCells = ({ path, tells, askedBy }: Endpoint): string[] => [
  `\`GET ${path}\``,
  tells,
  askedBy,
];

const schemaSection = ({ path, schema }: Endpoint): string[] =>
  schema === undefined
    ? []
    : [`## GET ${path}`, table(["field", "type", "tells"], fieldRows(schema)).join("\n")];
