import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { z } from "zod";
import { gatewayPorts, gatewaySelector } from "../../components/istio-mesh/names";
import { meshNamespaces, namespaces } from "../../components/region-base/namespaces";
import { dataPlane, HTTP_PORT } from "../../components/regional-data-plane/connections";
import { askInside, podInNetwork } from "../../drills/faults/ask-inside";
import { containerProcesses } from "../../sandbox/live/pods/container-processes";
import { restartControllers } from "../../drills/faults/controllers";
import { injection } from "../../drills/faults/injection";
import { podProcesses, podUids, regionApi } from "../../sandbox/live/region-pods";
import type { Injection } from "../../drills/injection";
import type { Mode } from "../../drills/mode";
import type { Scene } from "../../drills/scene";
import { CLIENTS } from "../../sandbox/live/border/border";
import { liveFolder } from "../../sandbox/live/files";
import { attachNetwork, type LiveNetwork } from "../../sandbox/live/network/network";
import type { RouterRecord } from "../../sandbox/live/network/router";
import { missingIn } from "../../sandbox/live/wait";
import { parseProcStat } from "../../sandbox/processes/process-table";
import { sendSignal } from "../../sandbox/processes/signal";
import {
  describeLive,
  layout,
  REGIONS,
  sharedLiveSandbox,
  UP_TIMEOUT_MS,
} from "../sandbox/live/shared-live-sandbox";

const [OTHER, VICTIM] = REGIONS;

/** How long the quick ones stay broken, ms. */
const HOLD_MS = 3_000;
/** What pods take to be ready again, and what waits longer each time to start them, ms. */
const WHOLE_BOUND_MS = 120_000;

const podsSchema = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ uid: z.string() }),
      status: z.object({
        containerStatuses: z.array(z.object({ restartCount: z.number() })).default([]),
      }),
    }),
  ),
});

const { directory } = layout;
const its = { directory, region: VICTIM };
const gateways = { namespace: meshNamespaces.ingress, app: gatewaySelector.app };
const processors = { namespace: namespaces.system, app: dataPlane.processor };

async function until(what: string, boundMs: number, is: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + boundMs;
  while (!(await is())) {
    if (Date.now() > deadline) throw new Error(`${what}: not within ${boundMs / 1_000} s`);
    await sleep(250);
  }
}

/** Says `open`, or why a connection was not. Arguments: ADDRESS PORT. */
const CONNECT =
  'const [host, port] = process.argv.slice(1); const socket = require("node:net").connect({ host, port });' +
  'const end = (how) => { console.log(how); process.exit(0); }; setTimeout(end, 2_000, "no answer");' +
  'socket.on("connect", () => end("open")).on("error", ({ code }) => end(code));';

describeLive("faults of a region that runs", function () {
  this.timeout(WHOLE_BOUND_MS + 60_000);

  let network: LiveNetwork;
  let scene: Scene;
  const addresses = new Map<string, string>();
  let begun: Injection | undefined;

  before(async function () {
    this.timeout(UP_TIMEOUT_MS);
    const { toolchain, regions } = await sharedLiveSandbox();
    scene = { layout, toolchain, victim: VICTIM, other: OTHER, regions: REGIONS };
    network = await attachNetwork(liveFolder(directory));
    for (const { region, outputs } of regions) addresses.set(region.name, outputs.gateway.address);
  });
  afterEach(async () => {
    await begun?.end();
    await untilWhole();
  });
  after(async () => {
    if (begun === undefined) return;
    // Tests after these would have to wait the longer for a region that has failed so often.
    await restartControllers(scene);
    await untilWhole();
  });

  const broken = async (mode: Mode): Promise<Injection> => {
    begun = injection(mode, scene);
    await begun.begin();
    return begun;
  };

  const untilWhole = async (): Promise<void> => {
    const api = await regionApi(its);
    await until("all workloads available", WHOLE_BOUND_MS, async () => {
      return (await missingIn(api)).length === 0;
    });
    await until("the gateway takes connections", WHOLE_BOUND_MS, async () => {
      return (await usersConnectTo(VICTIM)) === "open";
    });
    await until("all processors answer", WHOLE_BOUND_MS, async () => {
      return (await answers()).every((answer) => answer === "answers");
    });
  };

  const usersConnectTo = async (region: string): Promise<string> => {
    const args = ["-e", CONNECT, addresses.get(region) ?? "", String(gatewayPorts.https)];
    const command = { command: process.execPath, args };
    return (await network.run({ site: CLIENTS }, command)).trim();
  };

  /** What each processor of the region says to a request, or why it says nothing. */
  const answers = async (): Promise<string[]> =>
    await Promise.all(
      (await podUids(its, processors)).map(async (uid) => {
        const url = `http://127.0.0.1:${HTTP_PORT}/v1/intents`;
        return await askInside(network, podInNetwork(VICTIM, uid), ["GET", url]).then(
          () => "answers",
          (error: unknown) => String(error),
        );
      }),
    );

  const processesOf = async (uids: readonly string[]): Promise<number[]> =>
    (await containerProcesses()).flatMap(({ uid, pid }) => (uids.includes(uid) ? [pid] : []));

  it("errors: all processors answer 503, one that starts meanwhile too, and then none", async () => {
    const { end } = await broken("errors");
    const all = await answers();
    expect(all).to.have.length.above(1);
    for (const answer of all) expect(answer).to.include(" 503 ");

    const [uid = ""] = await podUids(its, processors);
    const before = await processesOf([uid]);
    for (const pid of before) sendSignal(pid, "SIGKILL");
    await until("the one that was killed answers 503 again", WHOLE_BOUND_MS, async () => {
      const after = await processesOf([uid]);
      const isNew = after.length > 0 && !after.some((pid) => before.includes(pid));
      return isNew && (await answers()).every((answer) => answer.includes(" 503 "));
    });
    await end();
    await until("all answer", 10_000, async () => {
      return (await answers()).every((answer) => answer === "answers");
    });
  });

  it("slow: all processors take longer than 5 s, and then none", async () => {
    const { end } = await broken("slow");
    for (const answer of await answers()) expect(answer).to.include("no answer in time");
    await end();
    for (const answer of await answers()) expect(answer).to.equal("answers");
  });

  it("pause: all processes of its pods stand still, with what they have open, and go on", async () => {
    const states = async (): Promise<string[]> =>
      (
        await Promise.all(
          (await podProcesses(its)).map((pid) =>
            readFile(`/proc/${pid}/stat`, "utf8").then(
              (text) => [parseProcStat(text).state],
              () => [],
            ),
          ),
        )
      ).flat();
    const { end } = await broken("pause");
    await sleep(HOLD_MS);
    const paused = await states();
    expect(paused).to.have.length.above(20);
    expect(new Set(paused)).to.deep.equal(new Set(["T"]));
    // The kernel still takes connections for them.
    expect(await usersConnectTo(VICTIM)).to.equal("open");
    expect(await usersConnectTo(OTHER)).to.equal("open");
    await end();
    await until("none stands still", 10_000, async () => !(await states()).includes("T"));
  });

  it("blackhole: nothing arrives in the region or from it, and all else does; then all", async () => {
    const through = (before: RouterRecord, after: RouterRecord, direction: string) => ({
      passed: (after[direction]?.packets ?? 0) - (before[direction]?.packets ?? 0),
      dropped: (after[direction]?.dropped ?? 0) - (before[direction]?.dropped ?? 0),
    });
    const { end } = await broken("blackhole");
    // What was on its way arrives: the farthest round trip is 219 ms.
    await sleep(500);
    const before = await network.router.record();
    const [toVictim, toOther] = await Promise.all([usersConnectTo(VICTIM), usersConnectTo(OTHER)]);
    await sleep(HOLD_MS);
    const after = await network.router.record();
    expect([toVictim, toOther]).to.deep.equal(["no answer", "open"]);
    for (const direction of [`${OTHER}>${VICTIM}`, `${VICTIM}>${OTHER}`, `${CLIENTS}>${VICTIM}`]) {
      const { passed, dropped } = through(before, after, direction);
      expect(passed, direction).to.equal(0);
      expect(dropped, direction).to.be.above(0);
    }
    expect(through(before, after, `${CLIENTS}>${OTHER}`).passed).to.be.above(0);
    await end();
    expect(await usersConnectTo(VICTIM)).to.equal("open");
  });

  it("entry: the gateway refuses until the end, and no other pod is disturbed", async () => {
    const api = await regionApi(its);
    const restarts = async (): Promise<Map<string, number>> => {
      const { items } = podsSchema.parse(await api.get("/api/v1/pods"));
      return new Map(
        items.map(({ metadata: { uid }, status }) => {
          const counts = status.containerStatuses.map(({ restartCount }) => restartCount);
          return [uid, counts.reduce((sum, count) => sum + count, 0)] as const;
        }),
      );
    };
    const gateway = await podUids(its, gateways);
    const before = await restarts();
    const { end } = await broken("entry");
    // Longer than it takes to start a first time, and a second one.
    for (let second = 0; second < 8; second++) {
      expect(await usersConnectTo(VICTIM)).to.equal("ECONNREFUSED");
      await sleep(1_000);
    }
    expect(await usersConnectTo(OTHER)).to.equal("open");
    for (const answer of await answers()) expect(answer).to.equal("answers");
    await end();
    await untilWhole();
    for (const [uid, count] of await restarts()) {
      const more = count - (before.get(uid) ?? 0);
      if (gateway.includes(uid)) expect(more).to.be.above(1);
      else expect(more).to.equal(0);
    }
  });
});
