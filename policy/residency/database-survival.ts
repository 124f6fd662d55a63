import { REGIONS_TO_SURVIVE_ONE } from "../../state/region-steps";
import { homeText, zoneOfDatabase } from "../reading/homes";
import { databaseOf, sqlIn } from "../reading/sql";
import type { ResourceRule } from "../rule";

/** Settings of a zone configuration that say where replicas are, instead of the database's regions. */
const PLACING = /\b(constraints|voter_constraints|lease_preferences|num_replicas|num_voters)\b/i;

export const databaseSurvival: ResourceRule = {
  id: "residency-database-survival",
  kind: "resource",
  family: "residency",
  title:
    "A zone's database survives what the zone can survive, and nothing else places its replicas",
  why: "To outlive a region, CockroachDB needs three of them. A zone with fewer would have to take others in, and constraints set by hand override what the database's regions promise.",
  fix: `SURVIVE ZONE FAILURE for a zone with fewer than ${REGIONS_TO_SURVIVE_ONE} regions; no CONFIGURE ZONE with constraints, preferences or numbers of replicas.`,
  level: "mandatory",
  example: `kind: ConfigMap
data:
  nephoran_eu-survival.sql: |
    ALTER DATABASE "nephoran_eu" SURVIVE ZONE FAILURE;
`,
  check(resource, context) {
    return sqlIn(resource).flatMap((statement) => {
      const database = databaseOf(statement);
      const zone = database === undefined ? undefined : zoneOfDatabase(database, context);
      if (zone === undefined || database === undefined) return [];
      const { path, text } = statement;
      const tooMuch =
        /\bSURVIVE[ =]+REGION\b/i.test(text) && zone.regions.length < REGIONS_TO_SURVIVE_ONE;
      return [
        ...(tooMuch
          ? [
              `${path} lets ${database} survive a region's failure, for which ${homeText(zone)} has ` +
                "too few regions.",
            ]
          : []),
        ...(/\bCONFIGURE ZONE\b/i.test(text) && PLACING.test(text)
          ? [`${path} places replicas of ${database} by hand: ${text}.`]
          : []),
        ...(/\bSUPER REGION\b/i.test(text)
          ? [`${path} puts ${database} into a super region, which may reach beyond the zone.`]
          : []),
      ];
    });
  },
};
