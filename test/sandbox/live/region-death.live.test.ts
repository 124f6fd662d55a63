import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { repositoryRoot } from "../../../sandbox/layout";
import type { LoadReport } from "../../../sandbox/live/load/report";
import { killRegion, restoreRegion } from "../../../sandbox/live/region-death";
import { usersLoad } from "../../../sandbox/live/users";
import { followRows, type SeenRow } from "./entry-rows";
import { followControllers, type HeardDecision } from "./leading-controllers";
import {
  describeLive,
  layout,
  REGIONS,
  run,
  type SharedLiveSandbox,
  sharedLiveSandbox,
  UP_TIMEOUT_MS,
} from "./shared-live-sandbox";
import { until } from "./until";

const DEAD = "eu-west-1";
const ALIVE = "us-east-1";

/** What a row of ALIVE's entry sends to DEAD, percent. */
const shareOfDead = (row: SeenRow | undefined): number => row?.weights?.[DEAD] ?? 0;

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
  const rows: SeenRow[] = [];
  let heard: ReadonlyMap<string, readonly HeardDecision[]>;
  const ending = new AbortController();

  before(async function () {
    this.timeout(UP_TIMEOUT_MS);
    shared = await sharedLiveSandbox();
    await followRows(ALIVE, rows, ending.signal);
    heard = await followControllers(ending.signal);
    await run(
      process.execPath,
      [
        join(repositoryRoot, "cli/nephoran.mjs"),
        ...["traffic", "pin", ALIVE, `${ALIVE}=50`, `${DEAD}=50`, "--yes"],
        ...["--project", layout.project, "--reason", "a share to shift", "--author", "test"],
      ],
      shared,
    );
    await until("the pinned row", 90_000, () => shareOfDead(rows.at(-1)) === 50 || undefined);
  });
  after(async () => {
    ending.abort();
    await run(
      process.execPath,
      [
        join(repositoryRoot, "cli/nephoran.mjs"),
        ...["traffic", "lift", `pin-${ALIVE}`, "--yes", "--project", layout.project],
      ],
      shared,
    );
  });

  it("costs no request that may be repeated, and is out of the weights within 3 s", async () => {
    const loading = load(100, 40);
    await sleep(10_000);
    const killedAt = Date.now();
    await killRegion(layout.directory, DEAD);
    const shifted = await until("the shift", 30_000, () =>
      rows.find((row) => row.at >= killedAt && shareOfDead(row) === 0),
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
      rows.find((row) => row.at >= restoredAt && shareOfDead(row) > 0),
    );
    expect(shareOfDead(back)).to.be.at.most(20);
    expect((await loading).repeatable).to.include({ sent: 2_700, failed: 0 });
  });

  it("is given more of its capacity step by step, until it has all of it again", async function () {
    this.timeout(300_000);
    const said = () =>
      (heard.get(ALIVE) ?? []).flatMap(({ decision }) =>
        decision.regions.filter(({ region }) => region === DEAD),
      );
    await until("its health", 240_000, () => said().at(-1)?.state === "healthy" || undefined);
    const shares = said()
      .filter(({ state }) => state === "recovering")
      .map(({ capacityShare = 0 }) => capacityShare);
    expect(shares[0]).to.be.within(0.05, 0.2);
    expect(shares).to.deep.equal([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).to.be.above(0.9);
  });
});
