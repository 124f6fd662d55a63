import { stringify } from "yaml";
import type { z } from "zod";
import { type RegionSettings, regionSettingsSchema } from "../config/region-settings";
import {
  type Default,
  type DescribedField,
  describeFields,
  describeSchema,
} from "../config/schema-description";
import { settingsReference } from "../config/settings-reference";
import { topologySchema } from "../config/topology";
import { table, withTable } from "./page-tables";

export const CONFIGURATION_PAGE = "docs/configuration.md";

/**
 * The page with its tables as the code makes them now; what is written by hand around them stays.
 *
 * @param page its text. Each table stands between `<!-- table: NAME -->` and `<!-- end: NAME -->`.
 * @throws OperatorError if a table has no such place.
 */
export function configurationPage(page: string): string {
  return Object.entries(tables()).reduce(
    (text, [name, rows]) => withTable(CONFIGURATION_PAGE, text, name, rows),
    page,
  );
}

/** The rows of each table, by its name on the page. */
function tables(): Readonly<Record<"settings" | "fields" | "topology", string[]>> {
  const settings = Object.entries<z.ZodType>(regionSettingsSchema.shape);
  return {
    settings: table(
      [...FIELD_COLUMNS, "What it changes", "Acted on by"],
      settings.map(([key, schema]) => {
        const { changes, actedOnBy } = settingsReference[key as keyof RegionSettings];
        const cells = fieldCells({ path: key, ...describeSchema(schema) });
        return [...cells, changes, actedOnBy.join(", ")];
      }),
    ),
    fields: fieldTable(settings.flatMap(([key, schema]) => describeFields(schema, key))),
    topology: fieldTable(describeFields(topologySchema, "topology")),
  };
}

const FIELD_COLUMNS = ["Key", "Default", "Allowed"];

/** The lines of a table of what may be written, with defaults. */
export const fieldTable = (fields: readonly DescribedField[]): string[] =>
  table(FIELD_COLUMNS, fields.map(fieldCells));

const fieldCells = ({ path, default: standard, allowed }: DescribedField): string[] => [
  `\`${path}\``,
  defaultText(standard),
  allowed,
];

function defaultText(standard: Default): string {
  switch (standard.kind) {
    case "value": {
      const yaml = { collectionStyle: "flow", flowCollectionPadding: false, lineWidth: 0 } as const;
      return `\`${stringify(standard.value, yaml).trim()}\``;
    }
    case "derived":
      return standard.words;
    case "none":
      return "none";
    case "required":
      return "required";
  }
}
