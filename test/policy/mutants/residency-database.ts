import { migrationFiles, regionsFiles } from "../../../state/job-scripts";
import { broken, type Mutant } from "./mutant";

/** A file of the Jobs that set up the zone's database, which a first deployment does not have yet. */
const withFiles = (rule: string, files: Readonly<Record<string, string>>): Mutant => ({
  rule: `residency-${rule}`,
  region: "eu-west-1",
  mutate: (resources) => [
    ...resources,
    { type: "kubernetes:core/v1:ConfigMap", name: "added", props: { data: files } },
  ],
});

/** The zone's regions, as the project sets them up, with one file changed. */
const regionsWith = (rule: string, file: string, sql: string): Mutant => {
  const whole = regionsFiles({
    databases: [
      { name: "nephoran_eu", primary: "eu-west-1", regions: ["eu-west-1"], survives: "zone" },
    ],
    backups: [],
  });
  if (!(file in whole)) throw new Error(`The Job for regions has no file ${file}.`);
  return withFiles(rule, { ...whole, [file]: sql });
};

const migrations = migrationFiles({ database: "nephoran_eu", zone: "eu" });

/** How a region's nodes are started, with one thing changed. */
const startedWith = (rule: string, region: string, from: string, to: string): Mutant => ({
  rule: `residency-${rule}`,
  region,
  mutate: (resources) =>
    broken(
      resources,
      ({ name }) => name === "cockroachdb-nodes",
      (props) => {
        const { command } = props["spec"].template.spec.containers[0] as { command: string[] };
        const script = command.at(-1) ?? "";
        if (!script.includes(from)) throw new Error(`Nodes are not started with ${from}.`);
        command.splice(-1, 1, script.replace(from, to));
      },
    ),
});

/** Ways to let a zone's data out by the state store. */
export const residencyDatabaseMutants: readonly Mutant[] = [
  startedWith("database-localities", "us-east-1", "region=us-east-1,", "region=eu-west-1,"),
  startedWith("database-logs", "eu-west-1", "redact: true", "redact: false"),
  regionsWith(
    "database-regions",
    "nephoran_eu-region-eu-west-1.sql",
    'ALTER DATABASE "nephoran_eu" ADD REGION IF NOT EXISTS "us-east-1";\n',
  ),
  regionsWith(
    "database-survival",
    "nephoran_eu-survival.sql",
    'ALTER DATABASE "nephoran_eu" SURVIVE REGION FAILURE;\n',
  ),
  regionsWith(
    "database-targets",
    "backup-nephoran_eu.sql",
    "BACKUP DATABASE \"nephoran_eu\" INTO 's3://copies/x?AUTH=implicit&AWS_REGION=us-east-1';\n",
  ),
  {
    rule: "residency-database-logins",
    region: "us-east-1",
    mutate: (resources) =>
      broken(
        resources,
        ({ name }) => name === "cockroachdb-regions-files",
        (props) => {
          const { data } = props as { data: Record<string, string> };
          const settings = data["settings.sql"] ?? "";
          data["settings.sql"] = settings.replace("host all nephoran_eu_sync all reject\n", "");
        },
      ),
  },
  withFiles("personal-columns", {
    ...migrations,
    "0005-search.sql": "CREATE INDEX intents_by_name ON intents (name);\n",
  }),
];
