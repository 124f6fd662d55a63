import { expect } from "chai";
import { setTimeout as sleep } from "node:timers/promises";
import type { Weights } from "../../../routing/routes";
import { shippedSettings } from "../../../services/traffic-controller/settings";
import { eventually } from "../../monitoring/prometheus-process";
import { pidsOf } from "../../sandbox/cluster/engine-region";
import { ownRegion } from "../../sandbox/cluster/own-region";
import type { Replica } from "./service/replica";
import { TrafficRegion } from "./service/traffic-region";

const PORT_BASE = 28_120;
const ports = {
  apiServer: PORT_BASE,
  prometheus: 28_130,
  exporter: 28_131,
  gateway: 28_132,
  replicas: [28_133, 28_134, 28_135, 28_136],
};

const { maxStepPoints } = shippedSettings.shift;

/** As it is shipped. */
const PROBE_TIMEOUT_MS = 900;

/** Resident memory that a replica may have, bytes. */
const MOST_MEMORY = 80 * 1_024 * 1_024;

const served = (weights: Partial<Record<string, number>>): Weights => ({
  "us-east-1": 0,
  "eu-west-1": 0,
  "ap-southeast-1": 0,
  "us-west-2": 0,
  ...weights,
});

/** What is served from the beginning, and stays so. */
const pinned = {
  kind: "pin",
  entry: "us-east-1",
  weights: served({ "us-east-1": 60, "us-west-2": 40 }),
};

const order = (id: string, change: object): object => ({
  id,
  reason: "a test",
  author: "test",
  expiresAt: new Date(Date.now() + 600_000).toISOString(),
  ...change,
});

describe("two replicas of a traffic controller, with a real API server and Prometheus,", function () {
  this.timeout(60_000);

  const own = ownRegion(PORT_BASE, [], { auditLog: true });
  let region: TrafficRegion;
  /** Times to wait for are cut short; probes and steps are as shipped. */
  const settings = { recovery: { failedHoldOffSeconds: 3 }, shift: { holdDownSeconds: 2 } };

  before(async () => {
    region = await TrafficRegion.start(own(), ports, pinned.weights);
    await region.writeOverrides([order("pin", pinned)]);
    await region.startReplica(settings);
    await region.startReplica(settings);
    await leader();
  });
  after(() => region.stop());

  afterEach(function () {
    if (this.currentTest?.state !== "failed") return;
    for (const { name, log } of region.replicas) console.error(`${name}:\n${log.slice(-3_000)}`);
  });

  const running = (): Replica[] => region.replicas.filter(({ isRunning }) => isRunning);

  const leaders = async (): Promise<Replica[]> => {
    const all = await Promise.all(
      running().map(async (one) => ({ one, is: await one.isLeading().catch(() => false) })),
    );
    return all.filter(({ is }) => is).map(({ one }) => one);
  };

  const leader = async (): Promise<Replica> => {
    let found: Replica | undefined;
    await eventually(async () => {
      [found] = await leaders();
      return found !== undefined;
    }, 15_000);
    if (found === undefined) throw new Error("Nobody leads.");
    return found;
  };

  const rowIs = (expected: Weights, boundMs: number): Promise<void> =>
    eventually(async () => {
      const { weights, isAsWritten } = await region.served();
      if (!isAsWritten) throw new Error("the routes are not as they are written");
      if (JSON.stringify(weights) === JSON.stringify(expected)) return true;
      throw new Error(JSON.stringify(weights));
    }, boundMs);

  const otherThan = (one: Replica): Replica => {
    const other = running().find((replica) => replica !== one);
    if (other === undefined) throw new Error("There is no other replica.");
    return other;
  };

  it("write nothing but the renewals of their lease while nothing changes", async () => {
    await eventually(async () => {
      const { signals } = await (await leader()).signals();
      const others = (await region.writes(Date.now() - 4_000)).filter(
        ({ resource }) => resource !== "leases",
      );
      return Number(signals?.attempts) > 0 && others.length === 0;
    }, 20_000);
    const since = Date.now();
    await sleep(7_000);
    const writes = await region.writes(since);
    const byResource = [...new Set(writes.map(({ resource }) => resource))];
    expect(byResource).to.deep.equal(["leases"]);
    expect(new Set(writes.map(({ replica }) => replica)).size).to.equal(1);
    // Every 2 s.
    expect(writes.length).to.be.within(2, 5);
  });

  it("write the row without a peer that hangs within 3 s of its first failed probe", async () => {
    region.gateway.hanging.add("us-west-2");
    await rowIs(served({ "us-east-1": 100 }), 10_000);
    const [first] = region.gateway.unanswered;
    const [write] = (await region.writes(first?.atMs)).filter(isRoutes);
    const failedAtMs = (first?.atMs ?? Number.NaN) + PROBE_TIMEOUT_MS;
    const tookMs = (write?.atMs ?? Number.NaN) - failedAtMs;
    console.log(`      the row was written ${tookMs} ms after the first failed probe`);
    expect(tookMs).to.be.within(0, 3_000);
    await region.writeOverrides([]);
    region.gateway.hanging.clear();
  });

  it("hand over when the leader is killed, in less than 15 s and without a larger step", async () => {
    const old = await leader();
    const rows = [(await region.served()).weights];
    await region.writeOverrides([
      order("pin", { kind: "pin", entry: "us-east-1", weights: { "eu-west-1": 100 } }),
    ]);
    const watch = async (isDone: () => Promise<boolean>, boundMs: number): Promise<void> =>
      eventually(async () => {
        const { weights } = await region.served();
        if (pointsBetween(rows.at(-1) ?? {}, weights) > 0) rows.push(weights);
        return await isDone();
      }, boundMs);
    await watch(() => Promise.resolve(rows.length > 1), 10_000);
    const killedAt = Date.now();
    old.signal("SIGKILL");
    await watch(async () => (await otherThan(old).isLeading()) && rows.length > 2, 15_000);
    const writes = (await region.writes(killedAt)).filter(isRoutes);
    const tookMs = (writes[0]?.atMs ?? Number.NaN) - killedAt;
    console.log(`      the next leader wrote ${tookMs} ms after the first was killed`);
    expect(tookMs).to.be.within(0, 15_000);
    await watch(() => Promise.resolve(rows.length > 3), 10_000);
    const steps = rows.slice(1).map((row, index) => pointsBetween(rows[index] ?? {}, row));
    expect(Math.max(...steps)).to.be.at.most(maxStepPoints);
    await region.startReplica(settings);
  });

  it("are ready, and tell their region's signals as Prometheus has them", async () => {
    const all = running();
    const row = served({ "eu-west-1": 100 });
    await rowIs(row, 15_000);
    await eventually(
      async () =>
        (await Promise.all(all.map((one) => one.isReady()))).every((is) => is) &&
        (await Promise.all(all.map((one) => one.signals()))).every(
          ({ signals, served: seen }) =>
            Number(signals?.attempts) > 285 && seen?.["eu-west-1"] === row["eu-west-1"],
        ),
      30_000,
    );
    for (const { signals, served: seen } of await Promise.all(all.map((one) => one.signals()))) {
      expect(seen).to.deep.equal(row);
      expect(signals?.successRatio).to.equal(1);
      expect(signals?.attempts).to.be.closeTo(300, 15);
      expect(signals?.p95Ms).to.be.closeTo(475, 1);
      expect(signals?.demandIntentsPerMinute).to.be.closeTo(120, 24);
      expect(signals?.boundIntentsPerMinute).to.be.closeTo(60, 12);
      expect(signals?.utilisation.cpu).to.be.within(0.05, 0.3);
      expect(signals?.utilisation.memory).to.equal(0.25);
      expect(signals?.utilisation.network).to.be.within(0.02, 0.12);
      expect(signals?.utilisation.intents).to.be.closeTo(0.04, 0.01);
    }
  });

  it("come to their row within 10 s although somebody else changes the routes all the time", async () => {
    const over = new AbortController();
    let changes = 0;
    const changing = (async () => {
      while (!over.signal.aborted) {
        await region.change({ metadata: { annotations: { change: String(changes++) } } });
      }
    })();
    await region.writeOverrides([order("exclude", { kind: "exclude", region: "eu-west-1" })]);
    const orderedAt = Date.now();
    try {
      await eventually(async () => (await region.served()).weights["eu-west-1"] === 0, 10_000);
    } finally {
      over.abort();
      await changing;
    }
    const writes = (await region.writes(orderedAt)).filter(isRoutes);
    const conflicts = writes.filter(({ status }) => status === 409).length;
    const tookMs = (writes.at(-1)?.atMs ?? Number.NaN) - orderedAt;
    console.log(`      it took ${tookMs} ms, ${changes} changes and ${conflicts} conflicts`);
    expect(changes).to.be.at.least(3);
  });

  it("put right within 10 s what somebody else has written over", async () => {
    await region.change({ spec: { http: [{ name: "mine", directResponse: { status: 503 } }] } });
    await eventually(async () => (await region.served()).isAsWritten, 10_000);
  });

  it("come to their row within 10 s of the return of an API server that was gone", async () => {
    const { directory, name } = own();
    const before = (await region.served()).weights;
    const away = Object.keys(before).find((one) => one !== "us-east-1" && (before[one] ?? 0) > 0);
    const target = away ?? "us-east-1";
    const pid = (await pidsOf(directory, name))["kube-apiserver"];
    if (pid === undefined) throw new Error("No API server runs.");
    process.kill(pid, "SIGKILL");
    region.gateway.hanging.add(target);
    await sleep(3_000);
    await own().start([]);
    await eventually(async () => (await region.served()).weights[target] === 0, 10_000);
    region.gateway.hanging.clear();
  });

  it("write nothing by a leader that was paused, when it wakes up as one no more", async () => {
    const old = await leader();
    old.signal("SIGSTOP");
    const pausedAt = Date.now();
    await eventually(() => otherThan(old).isLeading(), 15_000);
    await region.change({ spec: { http: [{ name: "mine", directResponse: { status: 503 } }] } });
    const wokenAt = Date.now();
    old.signal("SIGCONT");
    await eventually(async () => (await region.served()).isAsWritten, 10_000);
    await eventually(async () => !(await old.isLeading()), 5_000);
    const writes = await region.writes(pausedAt);
    const byOld = writes.filter(({ replica, atMs }) => replica === old.name && atMs >= wokenAt);
    expect(byOld.filter(isRoutes)).to.deep.equal([]);
    expect(writes.filter(isRoutes)).to.have.length.at.least(1);
  });

  it("give the lease back when they are ended, so that the other leads at once", async () => {
    const old = await leader();
    const endedAt = Date.now();
    old.signal("SIGTERM");
    expect(await old.ended()).to.equal(0);
    expect(Date.now() - endedAt).to.be.below(10_000);
    await eventually(() => otherThan(old).isLeading(), 3_000);
  });

  it("have at most 80 MB of resident memory", async () => {
    for (const one of running()) {
      const { nowBytes, mostBytes } = await one.memory();
      const text = [nowBytes, mostBytes].map((bytes) => (bytes / 1_024 / 1_024).toFixed(1));
      console.log(`      ${one.name}: ${text[0]} MB, at most ${text[1]} MB so far`);
      expect(mostBytes).to.be.at.most(MOST_MEMORY);
    }
  });

  it("end at once at a second signal", async () => {
    const last = await leader();
    last.signal("SIGSTOP");
    last.signal("SIGTERM");
    last.signal("SIGINT");
    last.signal("SIGCONT");
    expect(await last.ended()).to.equal(1);
  });
});

const isRoutes = ({ resource }: { readonly resource: string }): boolean =>
  resource === "virtualservices";

/** Points that one row has elsewhere than the other. */
const pointsBetween = (one: Weights, other: Weights): number =>
  Object.keys({ ...one, ...other }).reduce(
    (sum, region) => sum + Math.max(0, (other[region] ?? 0) - (one[region] ?? 0)),
    0,
  );
