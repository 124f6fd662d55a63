import { GLOBAL_DATABASE } from "../../../../state/databases";
import { migrationsOf } from "../../../../state/migration-files";
import { connected, type Target } from "./connection";
import { createDatabase, runStatement } from "./sql";
import { statementsOf } from "./statements";

/**
 * Makes the tables of the database of all regions in a region that has joined. In a real cluster they are
 * there, since the primary's Job makes them for all. May be repeated.
 *
 * @param migrations folder of all migrations.
 */
export async function makeSharedTables(own: Target, migrations: string): Promise<void> {
  await connected(own, (client) => createDatabase(client, GLOBAL_DATABASE));
  await connected({ ...own, database: GLOBAL_DATABASE }, async (client) => {
    for (const { sql } of migrationsOf("nephoran", { database: GLOBAL_DATABASE }, migrations)) {
      for (const statement of statementsOf(sql)) await runStatement(client, statement);
    }
  });
}
