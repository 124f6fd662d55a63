import { REASON_ANNOTATION } from "../components/labels";
import type { ProgramConfig } from "../config/program-config";
import type { HalfOpen, NetworkEdge, NetworkGraph } from "./graph";
import { EVERYWHERE, holdsIn, type PageRow, parsePage, parsePorts, rowIn, rowText } from "./page";
import { difference, isEmpty, type PortSet, portTexts, union } from "./ports";

/** A region with what its policies allow. */
export interface RegionGraph {
  readonly config: ProgramConfig;
  readonly graph: NetworkGraph;
}

/**
 * Holds the page of connections against what the regions' policies allow, both ways, and names
 * what is wrong with the policies themselves. Each problem says what to add or remove.
 *
 * @param page Markdown, see `parsePage`.
 * @throws Error if the page cannot be read.
 */
export function networkProblems(page: string, regions: readonly RegionGraph[]): string[] {
  const rows = parsePage(page);
  const unused = rows.filter(({ where }) => !regions.some(({ config }) => holdsIn(where, config)));
  return [
    ...unused.map(nowhereText),
    ...inRegions(regions, ({ config, graph }) => {
      const here = rows
        .filter(({ where }) => holdsIn(where, config))
        .map((row) => rowIn(row, config));
      return [
        ...graph.summary.flatMap((edge) => undocumented(edge, here)),
        ...here.flatMap((row) => vanished(row, graph.edges)),
        ...graph.halfOpen.map(halfOpenText),
        ...graph.unexplained.map(unexplainedText),
      ];
    }),
  ];
}

/** What is found in any region, once for all regions that it is found in. */
function inRegions(
  regions: readonly RegionGraph[],
  find: (region: RegionGraph) => readonly string[],
): string[] {
  const found = new Map<string, string[]>();
  for (const one of regions) {
    for (const text of find(one)) {
      found.set(text, [...(found.get(text) ?? []), one.config.region.name]);
    }
  }
  return [...found].map(
    ([text, names]) =>
      `In ${names.length === regions.length ? EVERYWHERE : names.join(", ")}: ${text}`,
  );
}

function undocumented(edge: NetworkEdge, rows: readonly PageRow[]): string[] {
  const { from, to, policies, reasons } = edge;
  const told = rows.filter((row) => row.from.includes(from) && row.to.includes(to));
  const missing = difference(portsOf(edge), union(told.map(({ ports }) => ports)));
  if (isEmpty(missing)) return [];
  const by = policies.length === 0 ? "as no policy isolates them" : `by ${policies.join(", ")}`;
  return [
    `a connection is allowed ${by}, and the page does not have it. ` +
      "Close it, or add under a `Where:` for just these regions:\n" +
      rowText(from, to, portTexts(missing), reasons.join(" ")),
  ];
}

function vanished(row: PageRow, edges: readonly NetworkEdge[]): string[] {
  return row.from.flatMap((from) =>
    row.to.flatMap((to) => {
      const allowed = edges.filter((edge) => edge.from === from && edge.to === to).map(portsOf);
      const missing = difference(row.ports, union(allowed));
      if (isEmpty(missing)) return [];
      const isWhole =
        isEmpty(difference(row.ports, missing)) && row.from.length * row.to.length === 1;
      return [
        `${from} cannot connect to ${to} on ${portTexts(missing).join(", ")}. ` +
          `Allow it, or remove ${isWhole ? "" : "this from "}line ${row.line} of the page, ` +
          `or narrow its \`Where: ${row.where}\`:\n${row.text}`,
      ];
    }),
  );
}

function halfOpenText({ from, to, ports, policies, open }: HalfOpen): string {
  const closed = open === "egress" ? `ingress at ${to}` : `egress at ${from}`;
  return (
    `${from} to ${to} on ${ports.join(", ")} is open for ${open} alone, by ` +
    `${policies.join(", ")}. Add a policy for the ${closed}, or close it.`
  );
}

const unexplainedText = (policy: string): string =>
  `NetworkPolicy ${policy} opens something and does not say why. ` +
  `Give it the annotation ${REASON_ANNOTATION}.`;

const nowhereText = ({ line, where, text }: PageRow): string =>
  `Line ${line} of the page is for \`Where: ${where}\`, which is no region. ` +
  `Name regions, roles or features of the topology or settings that open something, or remove:\n${text}`;

function portsOf({ ports }: NetworkEdge): PortSet {
  const parsed = parsePorts(ports.join());
  if (parsed === undefined) throw new Error(`${ports.join()} are no ports.`);
  return parsed;
}
