import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "../../../../../sandbox/layout";
import { GLOBAL_DATABASE } from "../../../../../state/databases";
import { migrationFiles, regionsFiles } from "../../../../../state/job-scripts";
import { type NodePlace, StateStore } from "./state-store";

const first: NodePlace = {
  region: "us-east-1",
  ordinal: 0,
  sqlPort: 28_490,
  httpPort: 28_491,
};
const neighbour: NodePlace = { ...first, ordinal: 1, sqlPort: 28_492, httpPort: 28_493 };
const far: NodePlace = { ...first, region: "eu-west-1", sqlPort: 28_494, httpPort: 28_495 };

describe("the stand-in of CockroachDB", function () {
  this.timeout(90_000);

  let store: StateStore;
  before(async () => {
    store = await StateStore.open([first, neighbour, far]);
  });
  after(async () => {
    await store.close();
  });

  it("is alive, but not ready before the cluster is initialised", async () => {
    for (const place of [first, neighbour, far]) store.start(place);
    await store.until(
      "it answers SQL",
      async () => (await store.rows(first, "SELECT 1")).length > 0,
    );
    await store.until("it is alive", async () => (await store.health(first)) === 200);
    expect(await store.health(first, "?ready=1")).to.equal(503);
    const { exitCode, stderr } = await store.run(first, ["node", "status"]);
    expect([exitCode, stderr]).to.deep.equal([
      1,
      "ERROR: node is waiting for the cluster to be initialized\n",
    ]);
  });

  it("is initialised once, and then all nodes are ready, those of other regions too", async () => {
    const { exitCode, stdout } = await store.run(first, ["init"]);
    expect([exitCode, stdout]).to.deep.equal([0, "Cluster successfully initialized\n"]);
    for (const place of [first, neighbour, far]) {
      await store.until("it is ready", async () => (await store.health(place, "?ready=1")) === 200);
    }
    const again = await store.run(first, ["init"]);
    expect([again.exitCode, again.stderr]).to.deep.equal([
      1,
      "ERROR: cluster has already been initialized\n",
    ]);
  });

  it("says of every node where it is and whether it lives, in each region", async () => {
    for (const asked of [first, neighbour]) {
      const { stdout } = await store.run(asked, ["node", "status", "--format=csv"]);
      const [columns, ...nodes] = stdout.trimEnd().split("\n");
      expect(columns).to.equal(
        "id,address,sql_address,build,started_at,updated_at,locality,attrs,is_available,is_live",
      );
      expect(
        nodes.map((line) => line.replace(/^\d+,([^,]+),.*("region)/, "$1 $2")).sort(),
      ).to.deep.equal([
        'cockroachdb-0.cockroachdb.eu-west-1.nephoran.local:28494 "region=eu-west-1,zone=eu-west-1a",[],true,true',
        'cockroachdb-0.cockroachdb.us-east-1.nephoran.local:28490 "region=us-east-1,zone=us-east-1a",[],true,true',
        'cockroachdb-1.cockroachdb.us-east-1.nephoran.local:28492 "region=us-east-1,zone=us-east-1a",[],true,true',
      ]);
    }
  });

  it("has the tables of all regions where another region initialised the cluster", async () => {
    await store.until("the tables are there", async () => {
      return (
        (await store.rows(far, "SELECT id FROM failover_events", GLOBAL_DATABASE)).length === 0
      );
    });
  });

  it("takes the Jobs that give the databases regions and tables", async () => {
    const regions = regionsFiles({
      databases: [
        {
          name: GLOBAL_DATABASE,
          primary: first.region,
          regions: [first.region, far.region],
          survives: "region",
        },
      ],
      zones: [],
      backups: [],
    });
    const migrations = migrationFiles({ database: GLOBAL_DATABASE });
    const ready = readFileSync(
      join(repositoryRoot, "components/cockroachdb/jobs/ready.sh"),
      "utf8",
    );
    const ends = [
      await store.runJob(
        first,
        "ready.sh",
        { "ready.sh": ready },
        { REGION: first.region, NODES: "2" },
      ),
      await store.runJob(first, "regions.sh", regions),
      await store.runJob(neighbour, "migrate.sh", migrations),
      await store.runJob(neighbour, "migrate.sh", migrations),
    ];
    expect(ends.map(({ exitCode, stderr }) => [exitCode, stderr])).to.deep.equal(
      ends.map(() => [0, ""]),
    );
    expect(ends.map(({ stdout }) => stdout.trimEnd().split("\n").at(-1))).to.deep.equal([
      "2 nodes of us-east-1 are live.",
      "Regions, survival goals, settings and backups are as planned.",
      `nephoran is at its newest version; ${migrations["manifest"]?.trimEnd().split("\n").length} files were run.`,
      "nephoran is at its newest version; 0 files were run.",
    ]);
  });

  it("lets in who has a certificate of their own, as that user and no other", async () => {
    const asRole = { user: "nephoran_traffic" };
    const select = ["sql", `--database=${GLOBAL_DATABASE}`, "--execute=SELECT current_user"];
    const { stdout } = await store.run(far, select, asRole);
    expect(stdout).to.equal("current_user\nnephoran_traffic\n");
    const read = ["sql", `--database=${GLOBAL_DATABASE}`, "--execute=SELECT * FROM intents"];
    const refused = await store.run(far, read, asRole);
    expect([refused.exitCode, refused.stderr]).to.deep.equal([
      1,
      "ERROR: permission denied for table intents\nSQLSTATE: 42501\n",
    ]);
  });

  it("ends in order, is seen to be dead, and has its rows when it is back", async () => {
    await store.rows(far, "CREATE TABLE kept AS SELECT 7 AS value", GLOBAL_DATABASE);
    expect(await store.stop(far)).to.equal(0);
    await store.until("it is dead for the others", async () => {
      const { stdout } = await store.run(first, ["node", "status"]);
      return /eu-west-1\.nephoran.*false\tfalse/.test(stdout);
    });
    store.start(far);
    await store.until("it is ready again", async () => {
      return (await store.health(far, "?ready=1")) === 200;
    });
    expect(await store.rows(far, "SELECT value FROM kept", GLOBAL_DATABASE)).to.deep.equal(["7"]);
  });
});
