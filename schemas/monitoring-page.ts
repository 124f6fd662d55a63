import { leaving } from "../monitoring/leaving";
import { metricNames, metricOf } from "../monitoring/metrics";
import { globalRules } from "../monitoring/rules/global";
import type { RuleGroup } from "../monitoring/rules/recording-rule";
import { regionRules } from "../monitoring/rules/region";
import { table, withTable } from "./page-tables";

export const MONITORING_PAGE = "docs/monitoring.md";

/**
 * The page with its tables as the code makes them now; what is written by hand around them stays.
 *
 * @throws OperatorError if a table has no place.
 */
export function monitoringPage(page: string): string {
  return Object.entries(tables()).reduce(
    (text, [name, rows]) => withTable(MONITORING_PAGE, text, name, rows),
    page,
  );
}

/** The rows of each table, by its name on the page. */
function tables(): Readonly<
  Record<"metrics" | "region-rules" | "global-rules" | "labels", string[]>
> {
  const region = { name: "REGION", costUsdPerThousandIntents: 1 };
  return {
    metrics: table(
      ["Metric", "Type", "Unit", "Labels", "From", "What it tells"],
      metricNames.map((name) => {
        const { type, unit, labels, from, help } = metricOf(name);
        return [code(name), type, unit, labels.map(code).join(", "), code(from), help];
      }),
    ),
    "region-rules": ruleTable(regionRules({ region, maxConcurrentIntents: 1 })),
    "global-rules": ruleTable(globalRules),
    labels: table(
      ["Labels that leave a residency zone"],
      leaving({ ...region, residencyZone: "ZONE" }).labels.map((label) => [code(label)]),
    ),
  };
}

const ruleTable = (groups: readonly RuleGroup[]): string[] =>
  table(
    ["Series", "Unit", "What it tells", "Absent"],
    groups.flatMap(({ rules }) =>
      rules.map(({ record, labels = {}, unit, help, absent }) => {
        const own = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
        return [
          code(own.length === 0 ? record : `${record}{${own.join(",")}}`),
          unit,
          help,
          absent,
        ];
      }),
    ),
  );

const code = (text: string): string => `\`${text}\``;
