import { identifier } from "./sql-text";

/** A database and the regions that it is to have. */
export interface RegionsOfDatabase {
  /** Name of the database, such as nephoran_eu. */
  readonly name: string;
  /** Its PRIMARY REGION. */
  readonly primary: string;
  /** All regions to wait for and to add, the primary among them. None is ever taken away here. */
  readonly regions: readonly string[];
  /**
   * What it outlives. `region` is a region's loss, from three regions on, and until then a zone's;
   * `zone` is a zone's loss alone, so that every voting replica is at home.
   */
  readonly survives: "region" | "zone";
}

/** A line of the plan of regions.sh, and the file with SQL that the line names. */
export interface RegionStep {
  readonly step: string;
  readonly file: string;
  readonly sql: string;
}

/** Fewest regions of a database that can outlive one of them (CockroachDB's own rule). */
export const REGIONS_TO_SURVIVE_ONE = 3;

const NAME = /^[a-z0-9]([a-z0-9_-]*[a-z0-9])?$/;

/**
 * What makes a database and gives it its regions. Each step may be repeated. A database that has
 * another primary region already gets all its regions before the primary moves.
 */
export function regionSteps({ name, primary, regions, survives }: RegionsOfDatabase): RegionStep[] {
  const database = identifier(plainName(name));
  if (!regions.includes(plainName(primary))) {
    throw new Error(`The primary region ${primary} of database ${name} is not among its regions.`);
  }
  const file = (part: string) => `${name}-${part}.sql`;
  const count = file("count-regions");
  const setPrimary = `ALTER DATABASE ${database} SET PRIMARY REGION ${identifier(primary)};\n`;
  const step = (verb: string, part: string, sql: string): RegionStep => ({
    step: `${verb} ${file(part)}`,
    file: file(part),
    sql,
  });
  return [
    step("run", "create", `CREATE DATABASE IF NOT EXISTS ${database};\n`),
    {
      step: `await ${primary}`,
      file: count,
      sql: `SELECT count(*) FROM [SHOW REGIONS FROM DATABASE ${database}];\n`,
    },
    step(`below 1 ${count}`, "first-region", setPrimary),
    ...regions.map((region) =>
      step(
        `add ${plainName(region)}`,
        `region-${region}`,
        `ALTER DATABASE ${database} ADD REGION IF NOT EXISTS ${identifier(region)};\n`,
      ),
    ),
    step("run", "primary-region", setPrimary),
    survives === "region"
      ? step(
          `from ${REGIONS_TO_SURVIVE_ONE} ${count}`,
          "survival",
          `ALTER DATABASE ${database} SURVIVE REGION FAILURE;\n`,
        )
      : step("run", "survival", `ALTER DATABASE ${database} SURVIVE ZONE FAILURE;\n`),
  ];
}

/** A name that a file and a word of the plan can be called after. */
export function plainName(name: string): string {
  if (NAME.test(name)) return name;
  throw new Error(`${JSON.stringify(name)} is no name that the state store's scripts can carry.`);
}
