import { bundleFile } from "./bundle-file";
import type { ImageEntry } from "./entry";

/** The image's own folder, which its program is in and its PATH begins with. */
const FOLDER = "/cockroach";

/** Where the stand-in finds the files that make the tables. */
const MIGRATIONS = `${FOLDER}/migrations`;

/** What PostgreSQL and the stand-in believe to be: PostgreSQL does not run as root. */
const USER = 1_000;

/**
 * CockroachDB's nodes, and the Jobs that speak to them by its program. The pods' own commands run: what
 * differs is the program that they call.
 */
export const cockroachdb: ImageEntry = {
  repository: "cockroachdb/cockroach",
  standIn:
    "PostgreSQL in the place of CockroachDB: one for each region, whose rows no other region has. " +
    "`cockroach` is a stand-in that knows start, init, node status and sql.",
  process({ container, tools }) {
    const { command, args, environment } = container;
    const [program = `${FOLDER}/cockroach`, ...rest] = command;
    return {
      kind: "run",
      command: [program === "sh" ? "/bin/sh" : program, ...rest, ...args],
      environment: {
        PATH: `${FOLDER}:/usr/bin:/bin`,
        ...environment,
        STAND_IN_POSTGRES: tools.postgres ?? "",
        STAND_IN_MIGRATIONS: MIGRATIONS,
      },
      workingDirectory: FOLDER,
      files: {
        [`${FOLDER}/cockroach`]: `#!/bin/sh\nexec '${tools.node}' '${bundleFile(tools, "cockroachdb")}' "$@"\n`,
      },
      binds: { [MIGRATIONS]: `${tools.repository}/migrations` },
      user: USER,
    };
  },
};
