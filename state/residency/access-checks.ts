import { z } from "zod";
import { identifier } from "../sql-text";
import { type Judged, listed, type ResidencyCheck, residencyCheck } from "./check";
import type { ZoneExpectation } from "./expectation";

/** Who gets at the zone's data from outside: logins, rights, backups. */
export const accessChecks = (zone: ZoneExpectation): ResidencyCheck[] => [
  logins(zone),
  rights(zone),
  backups(zone),
];

const logins = (zone: ZoneExpectation) =>
  residencyCheck(
    "logins",
    "SHOW CLUSTER SETTING server.host_based_authentication.configuration",
    z.record(z.string(), z.string()),
    (rows) => {
      const text = Object.values(rows[0] ?? {}).join("\n");
      const lines = text
        .split("\n")
        .map((line) => line.replace(/#.*/, "").trim())
        .filter((line) => line !== "");
      return zone.users.map((user) => {
        const gap = openLine(user, lines, zone.podCidrs);
        return {
          subject: `logins of ${user}`,
          expected: `by certificate from ${listed(zone.podCidrs)}, refused from everywhere else`,
          found: gap ?? "so it is",
          conforms: gap === undefined,
        };
      });
    },
  );

/** What lets a user in from elsewhere, or otherwise than by certificate; undefined if nothing does. */
function openLine(
  user: string,
  lines: readonly string[],
  podCidrs: readonly string[],
): string | undefined {
  for (const line of lines) {
    const [type = "", , users = "", address = "", ...rest] = line.split(/\s+/);
    const named = users.split(",").map((name) => name.replaceAll('"', ""));
    if (!named.includes(user) && !named.includes("all")) continue;
    const method = rest.at(-1);
    if (method === "reject" && address === "all" && type === "host") return undefined;
    if (method === "reject") continue;
    const atHome = rest.length === 1 && podCidrs.includes(address);
    if (type !== "hostssl" || method !== "cert" || !atHome) return `the line "${line}" lets it in`;
  }
  return "no line refuses it";
}

/** Owners of a CockroachDB cluster; they have all rights everywhere. */
const OWNERS = ["admin", "root"];

const rights = ({ database, users }: ZoneExpectation) =>
  residencyCheck(
    "rights",
    `SELECT DISTINCT grantee FROM (` +
      `SELECT grantee FROM [SHOW GRANTS ON DATABASE ${identifier(database)}] UNION ALL ` +
      `SELECT grantee FROM [SHOW GRANTS ON TABLE ${identifier(database)}.public.*]) ORDER BY grantee`,
    z.object({ grantee: z.string() }),
    (rows) => {
      const others = rows
        .map(({ grantee }) => grantee)
        .filter((grantee) => !OWNERS.includes(grantee) && !users.includes(grantee));
      return [
        {
          subject: `database ${database}`,
          expected: `rights for ${listed([...OWNERS, ...users])} alone`,
          found:
            rows.length === 0
              ? "no rights at all"
              : others.length === 0
                ? "so it is"
                : `rights for ${listed(others)}`,
          // Its owners always have rights: without any there is no such database.
          conforms: rows.length > 0 && others.length === 0,
        },
      ];
    },
  );

const backups = (zone: ZoneExpectation) =>
  residencyCheck(
    "backups",
    "SELECT label, command::STRING AS command FROM [SHOW SCHEDULES] " +
      "WHERE command::STRING LIKE '%BACKUP %' ORDER BY label",
    z.object({ label: z.string().nullable(), command: z.string() }),
    (rows) => {
      const expected =
        zone.bucket === undefined ? "none" : `in bucket ${zone.bucket}, by nodes of the zone`;
      const holding = rows.flatMap(({ label, command }) => {
        const { targets, buckets, locality } = backupOf(command);
        if (!holds(targets, zone.database)) return [];
        const home = zone.bucket !== undefined && buckets.every((bucket) => bucket === zone.bucket);
        const within = zone.regions.includes(/^region=([^,]+)/.exec(locality)?.[1] ?? "");
        const who = locality === "" ? "nodes anywhere" : `nodes of ${locality}`;
        return [
          {
            subject: `schedule ${label ?? "without a label"}`,
            expected,
            found: `in bucket ${listed(buckets)}, by ${who}`,
            conforms: home && buckets.length > 0 && within,
          },
        ];
      });
      return holding.length > 0 ? holding : [noBackup(zone, expected)];
    },
  );

const noBackup = ({ database, bucket }: ZoneExpectation, expected: string): Judged => ({
  subject: `schedules with ${database}`,
  expected,
  found: "none",
  conforms: bucket === undefined,
});

/**
 * What a schedule's command says. Besides the place after INTO there may be one for increments; a place
 * that names no bucket stands for itself, and keys are no place.
 */
function backupOf(command: string) {
  const statement = /\bBACKUP (?:(?<targets>.*?) )?INTO (?<rest>.*)/s.exec(command)?.groups ?? {};
  const rest = statement["rest"] ?? "";
  const places = [...rest.matchAll(/'([a-z0-9-]+:\/\/[^']*)'/g)].map(([, place]) => place ?? "");
  return {
    targets: statement["targets"] ?? "",
    buckets: places
      .filter((place) => !/^(aws|aws-kms|gcp-kms|azure-kms):/.test(place))
      .map((place) => /^s3:\/\/([^/?]+)/.exec(place)?.[1] ?? place.replace(/\?.*/, "")),
    locality: /execution locality = '([^']*)'/i.exec(rest)?.[1] ?? "",
  };
}

/** Whether a backup of these targets has the database in it; without targets it is of all. */
const holds = (targets: string, database: string): boolean =>
  targets === "" || new RegExp(`(?<![\\w"])"?${database}"?(?![\\w"])`).test(targets);
