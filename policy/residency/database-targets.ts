import { type Target, targetIn, targetsOf } from "../reading/backups";
import { type Home, homeText, ownZone, zoneOfDatabase, zonesOf } from "../reading/homes";
import { hostsInside, isPlaceIn, placesOutside } from "../reading/places";
import { databaseOf, sqlIn } from "../reading/sql";
import type { PolicyContext, ResourceRule } from "../rule";

/** Statements that write data out of the database. */
const WRITES_OUT = /\b(BACKUP|EXPORT|CHANGEFEED)\b.*\bINTO\b/i;

export const databaseTargets: ResourceRule = {
  id: "residency-database-targets",
  kind: "resource",
  family: "residency",
  title: "A zone's database is backed up, exported and fed to targets in the zone",
  why: "A backup is all of the data at once, in a bucket that nobody else's rules look at.",
  fix: "Write to a bucket whose AWS_REGION is a region of the zone, by nodes of the zone (EXECUTION LOCALITY); list a store that has no region in the pack's zoneHosts; back up databases one by one.",
  level: "mandatory",
  example: `kind: ConfigMap
data:
  backup-nephoran_eu.sql: |
    CREATE SCHEDULE IF NOT EXISTS 'eu' FOR BACKUP DATABASE "nephoran_eu"
      INTO 's3://eu-backups/nephoran_eu?AUTH=implicit&AWS_REGION=eu-west-1'
      WITH revision_history, EXECUTION LOCALITY = 'region=eu-west-1'
      RECURRING '*/30 * * * *' FULL BACKUP '30 1 * * *';
`,
  check(resource, context) {
    return sqlIn(resource)
      .filter(({ text }) => WRITES_OUT.test(text))
      .flatMap((statement) => {
        const { path, text } = statement;
        const database = databaseOf(statement);
        if (database === undefined && zonesOf(context).length > 0) {
          return [`${path} copies every database of the cluster, those of residency zones too.`];
        }
        const zone = zoneOfDatabase(database ?? "", context) ?? ownZone(context);
        if (zone === undefined) return [];
        const [, runsIn] = /EXECUTION LOCALITY ?= ?'region=([^',]+)/i.exec(text) ?? [];
        return [
          ...(runsIn === undefined || zone.regions.includes(runsIn)
            ? []
            : [
                `${path} has ${database} copied by nodes of ${runsIn}, outside of ${homeText(zone)}.`,
              ]),
          ...targetsOf(text).flatMap((url) => {
            const target = targetIn(url);
            const why = target && whyOutside(target, zone, context);
            if (target === undefined) return [`${path} copies ${database} to no URL.`];
            return why === undefined
              ? []
              : [`${path} copies ${database} to ${target.name}, which ${why}.`];
          }),
        ];
      });
  },
};

function whyOutside(
  { name, place, endpoint = "" }: Target,
  zone: Home,
  context: PolicyContext,
): string | undefined {
  if (hostsInside(zone, context).includes(name)) return undefined;
  if (place === undefined) return `is in no region that anybody can tell`;
  if (!isPlaceIn(place, zone, context)) return `is in ${place}, outside of ${homeText(zone)}`;
  const [outside] = placesOutside(endpoint, zone, context);
  return outside === undefined
    ? undefined
    : `is asked for in ${outside}, outside of ${homeText(zone)}`;
}
