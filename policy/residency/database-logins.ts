import { zoneSyncUser } from "../../state/roles";
import { type Home, homeText, zonesOf } from "../reading/homes";
import { sqlIn } from "../reading/sql";
import type { PolicyContext, ResourceRule } from "../rule";

const SETTING = "server.host_based_authentication.configuration";

export const databaseLogins: ResourceRule = {
  id: "residency-database-logins",
  kind: "resource",
  family: "residency",
  title: "Users of a zone's database log in from the zone's own pods alone",
  why: "Nodes of every region take SQL for every database. Only where a user may come from keeps a session with the zone's data inside.",
  fix: `In ${SETTING}, let lines for the zone's users name podCidrs of its regions alone, and reject the users from everywhere else before any line for all.`,
  level: "mandatory",
  example: `kind: ConfigMap
data:
  settings.sql: |
    SET CLUSTER SETTING ${SETTING} =
    'hostssl all nephoran_eu_sync 10.2.0.0/16 cert
    host all nephoran_eu_sync all reject
    hostssl all all all cert
    ';
`,
  check(resource, context) {
    return sqlIn(resource)
      .filter(({ text }) => text.toLowerCase().includes(SETTING))
      .flatMap(({ path, text }) => {
        const lines = linesOf(text);
        return zonesOf(context).flatMap((zone) =>
          whyOpen(lines, zone, context).map((problem) => `${path} ${problem}`),
        );
      });
  },
};

/** Lines of the setting's value, as words. The reader of SQL has put all of it in one line. */
function linesOf(text: string): string[][] {
  const [, value = ""] = /= *'((?:[^']|'')*)'/.exec(text) ?? [];
  return value
    .split(/\s(?=host|local)|\n/)
    .map((line) => line.trim().split(/\s+/))
    .filter(([first]) => first !== "");
}

/** The first line that holds for a user decides; so it is the lines before the refusal that let in. */
function whyOpen(lines: readonly string[][], zone: Home, context: PolicyContext): string[] {
  const user = zoneSyncUser(zone.name);
  const holding = lines.filter(([, , who]) => who === user || who === "all");
  const refusal = holding.findIndex(([, , , from, how]) => from === "all" && how === "reject");
  if (refusal === -1) {
    return [`never rejects ${user}, who may then log in from outside of ${homeText(zone)}.`];
  }
  const inside = context.topology.regions
    .filter(({ name }) => zone.regions.includes(name))
    .flatMap(({ podCidrs }) => podCidrs ?? []);
  return holding
    .slice(0, refusal)
    .map(([, , , from = "anywhere"]) => from)
    .filter((from) => !inside.includes(from))
    .map((from) => `lets ${user} log in from ${from}, which is not in ${homeText(zone)}.`);
}
