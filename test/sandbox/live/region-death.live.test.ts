import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { z } from "zod";
import { failoverHost } from "../../../routing/hosts";
import { GLOBAL_ROUTES } from "../../../routing/routes";
import type { ApiAccess } from "../../../sandbox/cluster/api-client";
import { planOf } from "../../../sandbox/cluster/region-plan";
import { readRegions } from "../../../sandbox/cluster/region-state";
import { regionFiles } from "../../../sandbox/cluster/state-files";
import { watchCollection } from "../../../sandbox/cluster/watch";
import { repositoryRoot } from "../../../sandbox/layout";
import type { LoadReport } from "../../../sandbox/live/load/report";
import { regionAccess } from "../../../sandbox/live/region-access";
import { killRegion, restoreRegion } from "../../../sandbox/live/region-death";
import { usersLoad } from "../../../sandbox/live/users";
import {
  describeLive,
  layout,
  REGIONS,
  run,
  type SharedLiveSandbox,
  sharedLiveSandbox,
  UP_TIMEOUT_MS,
} from "./shared-live-sandbox";

const DEAD = "eu-west-1";
const ALIVE = "us-east-1";

/** A row of ALIVE's entry, and when it was seen, ms since 1970. */
interface Row {
  readonly at: number;
  readonly dead: number;
}

const routesSchema = z.object({
  spec: z.object({
    http: z.array(
      z.object({
        name: z.string().optional(),
        route: z
          .array(
            z.object({
              destination: z.object({ host: z.string() }),
              weight: z.number().optional(),
            }),
          )
          .default([]),
      }),
    ),
  }),
});

/** Follows what ALIVE's entry sends to DEAD, percent. */
function followRows(access: ApiAccess, rows: Row[], signal: AbortSignal): void {
  void watchCollection(
    access,
    {
      path: `/apis/networking.istio.io/v1/virtualservices?fieldSelector=metadata.name%3D${GLOBAL_ROUTES}`,
      object: routesSchema,
      onChange: (objects) => {
        const [routes] = objects.values();
        const weighted = routes?.spec.http.find(({ name }) => name === "weighted");
        const route = weighted?.route.find(
          ({ destination }) => destination.host === failoverHost(DEAD),
        );
        rows.push({ at: Date.now(), dead: route?.weight ?? 0 });
      },
    },
    signal,
  );
}

async function until<T>(what: string, boundMs: number, find: () => T | undefined): Promise<T> {
  const deadline = Date.now() + boundMs;
  for (;;) {
    const found = find();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`${what}: not within ${String(boundMs / 1000)} s`);
    await sleep(20);
  }
}

/** Runs a load of users near both entries to its end. */
async function load(rate: number, seconds: number): Promise<LoadReport> {
  const spec = await usersLoad(layout, { rate, seconds, near: REGIONS, more: ["--json"] });
  const child = spawn(spec.command, spec.args, {
    env: spec.environment,
    stdio: ["ignore", "pipe", "ignore"],
  });
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  await once(child, "close");
  return JSON.parse(Buffer.concat(chunks).toString("utf8")) as LoadReport;
}

describeLive("a region that dies with all its pods", function () {
  this.timeout(180_000);

  let shared: SharedLiveSandbox;
  const rows: Row[] = [];
  const ending = new AbortController();

  before(async function () {
    this.timeout(UP_TIMEOUT_MS);
    shared = await sharedLiveSandbox();
    const region = (await readRegions(layout.directory)).find(({ name }) => name === ALIVE);
    if (region === undefined) throw new Error(`${ALIVE} does not run.`);
    const context = { plan: planOf(region), files: regionFiles(layout.directory, ALIVE) };
    followRows(await regionAccess(context), rows, ending.signal);
    await run(
      process.execPath,
      [
        join(repositoryRoot, "cli/nephoran.mjs"),
        ...["traffic", "pin", ALIVE, `${ALIVE}=50`, `${DEAD}=50`, "--yes"],
        ...["--project", layout.project, "--reason", "a share to shift", "--author", "test"],
      ],
      shared,
    );
    await until("the pinned row", 90_000, () => rows.at(-1)?.dead === 50 || undefined);
  });
  after(() => {
    ending.abort();
  });

  it("costs no request that may be repeated, and is out of the weights within 3 s", async () => {
    const loading = load(100, 40);
    await sleep(10_000);
    const killedAt = Date.now();
    await killRegion(layout.directory, DEAD);
    const shifted = await until("the shift", 30_000, () =>
      rows.find(({ at, dead }) => at >= killedAt && dead === 0),
    );
    const report = await loading;

    expect(report.repeatable).to.include({ sent: 3_600, failed: 0 });
    // The first probe cannot have failed before the kill.
    expect(shifted.at - killedAt).to.be.below(3_000);
    expect(report.bySecond.at(-1)?.byRegion).to.have.all.keys(ALIVE);
  });

  it("comes back by steps, and again no such request is lost", async () => {
    const restoredAt = Date.now();
    await restoreRegion(layout.directory, DEAD, shared.toolchain);
    const loading = load(50, 60);
    const back = await until("the first step back", 150_000, () =>
      rows.find(({ at, dead }) => at >= restoredAt && dead > 0),
    );
    expect(back.dead).to.be.at.most(20);
    expect((await loading).repeatable).to.include({ sent: 2_700, failed: 0 });
  });
});
