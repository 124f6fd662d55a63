import { homeText, zoneOfDatabase } from "../reading/homes";
import { databaseOf, NAME, namesBy, sqlIn } from "../reading/sql";
import type { ResourceRule } from "../rule";

/** Regions that a statement gives a database: one, or after CREATE DATABASE a list. */
const GIVEN = new RegExp(
  `\\b(?:(?:ADD|PRIMARY|SECONDARY) REGION|REGIONS)(?: IF NOT EXISTS)?[ =]+(${NAME}(?: ?, ?${NAME})*)`,
  "gi",
);

const givenBy = (statement: string): string[] =>
  [...statement.matchAll(GIVEN)].flatMap(([, list = ""]) => namesBy(new RegExp(NAME, "g"), list));

export const databaseRegions: ResourceRule = {
  id: "residency-database-regions",
  kind: "resource",
  family: "residency",
  title: "A zone's database has the zone's regions, and is made in the zone",
  why: "A database keeps its replicas in its regions. One region more, and every row of it has a copy there.",
  fix: "Add regions of the zone alone, in the stack of the region that answers for the zone.",
  level: "mandatory",
  example: `kind: ConfigMap
data:
  nephoran_eu-create.sql: |
    CREATE DATABASE IF NOT EXISTS "nephoran_eu";
    ALTER DATABASE "nephoran_eu" SET PRIMARY REGION "eu-west-1";
`,
  check(resource, context) {
    return sqlIn(resource).flatMap((statement) => {
      if (!/^(CREATE|ALTER) DATABASE /i.test(statement.text)) return [];
      const database = databaseOf(statement);
      const zone = database === undefined ? undefined : zoneOfDatabase(database, context);
      if (zone === undefined || database === undefined) return [];
      const { name } = context.region;
      if (!zone.regions.includes(name)) {
        return [
          `${statement.path} changes ${database} from ${name}, which is not in ${homeText(zone)}.`,
        ];
      }
      return givenBy(statement.text)
        .filter((region) => !zone.regions.includes(region))
        .map(
          (region) =>
            `${statement.path} gives ${database} the region ${region}, which is not in ${homeText(zone)}.`,
        );
    });
  },
};
