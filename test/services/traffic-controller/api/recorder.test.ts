import { expect } from "chai";
import { metricNames, metricOf } from "../../../../monitoring/metrics";
import { busy } from "../controller/leading";
import { watched, Watched } from "./watched";

const away = { atlantis: 40, brigadoon: 20, camelot: 20, dinotopia: 20 };

/** One of whose requests some are in camelot, which then stops answering. */
function failing(): Watched {
  const one = watched();
  one.told.routes = { resourceVersion: "7", weights: away, isAsWritten: true };
  one.pass(5);
  one.forget();
  one.told.dead = ["camelot"];
  one.pass(3);
  return one;
}

describe("what is told of a controller", () => {
  it("is nothing at all while nothing changes", async () => {
    const one = watched();
    one.pass(100);
    expect({ lines: one.lines, events: one.events, rows: one.rows }).to.deep.equal({
      lines: [],
      events: [],
      rows: [],
    });
    expect(await one.metric("nephoran_traffic_writes_total")).to.deep.equal({
      "region=atlantis,result=written": 0,
      "region=atlantis,result=conflict": 0,
      "region=atlantis,result=retryable": 0,
      "region=atlantis,result=refused": 0,
      "region=atlantis,result=not-sent": 0,
    });
  });

  it("is a region that fails: in the log, the history, an Event, a row and the metrics", async () => {
    const one = failing();
    const after = { ...one.told.routes?.weights };
    expect(after["camelot"]).to.equal(0);

    expect(
      one.lines.map(({ level, message, msg }) => `${String(level)}: ${String(message ?? msg)}`),
    )
      .to.include("warn: camelot was healthy and is failed.")
      .and.to.include("warn: camelot does not answer anybody's probes.");
    expect(one.lines.filter(({ msg }) => String(msg).startsWith("The row was"))).to.have.length(1);

    const { entries } = one.recorder.history.answer(10);
    expect(entries.find(({ kind }) => kind === "state")).to.deep.include({
      region: "camelot",
      text: "camelot was healthy and is failed.",
    });
    expect(entries.find(({ kind }) => kind === "write")).to.deep.include({ before: away, after });

    expect(one.events.map(({ reason, type }) => `${type} ${reason}`)).to.include.members([
      "Warning RegionFailed",
      "Warning Unreachable",
      "Normal TrafficShifted",
    ]);

    expect(one.rows).to.have.length(1);
    expect(one.rows[0]).to.deep.include({
      entryRegion: "atlantis",
      region: "camelot",
      kind: "failover",
      before: away,
      after,
      occurredAtMs: one.nowMs - 1_000,
    });
    expect(one.rows[0]?.reason).to.match(/^camelot does not answer anybody's probes\. /);

    expect(await one.metric("nephoran_failover_events_total")).to.deep.equal({
      "region=atlantis": 0,
      "region=brigadoon": 0,
      "region=camelot": 1,
      "region=dinotopia": 0,
    });
    expect(await one.metric("nephoran_traffic_weight")).to.include({
      "entry=atlantis,region=camelot": 0,
      "entry=brigadoon,region=brigadoon": 100,
    });
    expect(await one.metric("nephoran_region_state")).to.include({
      "entry=atlantis,region=camelot,state=failed": 1,
      "entry=atlantis,region=camelot,state=healthy": 0,
      "entry=atlantis,region=dinotopia,state=healthy": 1,
    });
    expect(await one.metric("nephoran_traffic_alert")).to.include({
      "entry=atlantis,region=camelot,reason=unreachable": 1,
      "entry=atlantis,region=dinotopia,reason=unreachable": 0,
    });
    // That it is not well yet is nothing that somebody should look at.
    const looked = Object.keys(await one.metric("nephoran_traffic_alert"));
    expect(looked.filter((labels) => labels.endsWith("reason=not-well"))).to.deep.equal([]);
  });

  it("is a line for each change, not for each tick, and one when it is over", () => {
    const one = failing();
    one.forget();
    one.pass(30);
    const texts = one.lines.map(({ msg }) => String(msg));
    expect(texts.filter((text) => text.includes("probes"))).to.deep.equal([]);
    one.told.dead = [];
    one.pass(30);
    expect(one.lines.map(({ msg }) => msg)).to.include("Over for camelot: unreachable.");
  });

  it("is no flood when thousands of links go down at once", () => {
    const one = watched();
    const alerts = Array.from({ length: 3_000 }, (_, index) => ({
      code: "link-down" as const,
      entry: `entry-${index}`,
      region: "camelot",
    }));
    one.recorder.ticked({ ...one.told.tick(), alerts }, one.nowMs);
    expect(one.events).to.have.length(20);
    expect(one.lines).to.have.length(21);
    expect(one.lines.at(-1)).to.deep.include({ untold: 2_980 });
  });

  it("is no failover where traffic moves since it is better off, and no row", async () => {
    const one = watched();
    one.told.signals = busy;
    one.pass(60);
    expect(one.lines.some(({ msg }) => String(msg).startsWith("The row was"))).to.equal(true);
    expect(one.rows).to.deep.equal([]);
    expect(Object.values(await one.metric("nephoran_failover_events_total"))).to.deep.equal([
      0, 0, 0, 0,
    ]);
  });

  it("is no Event of a replica that does not lead", () => {
    const one = new Watched();
    one.told.leads = false;
    one.pass(60);
    one.told.dead = ["camelot"];
    one.pass(5);
    expect(one.events).to.deep.equal([]);
    expect(one.lines.map(({ msg }) => msg)).to.include("camelot was healthy and is failed.");
  });

  it("is a write that fails, once, though it is tried again and again", async () => {
    const one = watched();
    one.told.signals = busy;
    const failures = [];
    for (let second = 0; second < 120 && failures.length < 3; second++) {
      const { write } = one.tickOnly();
      if (write === undefined) continue;
      const failure = { kind: "retryable", message: "HTTP 503" } as const;
      one.told.controller.writeFailed(failure, one.nowMs);
      one.recorder.writeFailed(failure, one.nowMs);
      failures.push(one.nowMs);
    }
    expect(failures).to.have.length(3);
    const events = one.events.filter(({ action }) => action === "Write");
    expect(events.map(({ reason }) => reason)).to.deep.equal(["WriteFailed"]);
    expect(events[0]?.note).to.equal("The row was not written: retryable, HTTP 503.");
    const { entries } = one.recorder.history.answer(10);
    expect(entries.filter(({ kind }) => kind === "write-failed")).to.have.length(1);
    expect(await one.metric("nephoran_traffic_writes_total")).to.include({
      "region=atlantis,result=retryable": 3,
      "region=atlantis,result=written": 0,
    });
    expect(await one.metric("nephoran_traffic_write_failures")).to.deep.equal({
      "region=atlantis": 3,
    });
  });

  it("is no failover that an operator has taken a region out", async () => {
    const one = watched();
    one.told.routes = { resourceVersion: "7", weights: away, isAsWritten: true };
    one.told.overrides = [
      {
        id: "x",
        kind: "exclude",
        region: "camelot",
        reason: "new machines",
        author: "ana",
        expiresAtMs: 10_000_000,
      },
    ];
    one.pass(3);
    expect(one.told.routes.weights?.["camelot"]).to.equal(0);
    expect(one.rows.map(({ kind }) => kind)).to.deep.equal(["drain"]);
    expect(await one.metric("nephoran_failover_events_total")).to.include({ "region=camelot": 0 });
  });

  it("is no weight that nobody knows any more", async () => {
    const one = watched();
    const own = async () =>
      Object.keys(await one.metric("nephoran_traffic_weight")).filter((labels) =>
        labels.startsWith("entry=atlantis"),
      );
    expect(await own()).to.have.length(4);
    one.told.controller.routesObserved(undefined, one.nowMs);
    expect(await own()).to.deep.equal([]);
  });

  it("is a failure to put right what somebody has changed around the weights", async () => {
    const one = watched();
    one.told.routes = {
      resourceVersion: "3",
      weights: { atlantis: 100, brigadoon: 0, camelot: 0, dinotopia: 0 },
      isAsWritten: false,
    };
    one.writeOnce();
    one.told.controller.writeFailed({ kind: "refused" }, one.nowMs);
    one.tickOnly();
    expect(await one.metric("nephoran_traffic_write_failures")).to.deep.equal({
      "region=atlantis": 1,
    });
  });

  it("is no failure any more once there is nothing to write", async () => {
    const one = watched();
    one.told.signals = busy;
    one.writeOnce();
    one.told.controller.writeFailed({ kind: "refused" }, one.nowMs);
    one.recorder.writeFailed({ kind: "refused" }, one.nowMs);
    expect(Object.values(await one.metric("nephoran_traffic_write_failures"))).to.deep.equal([1]);
    one.told.signals = {};
    one.tickOnly();
    expect(Object.values(await one.metric("nephoran_traffic_write_failures"))).to.deep.equal([0]);
  });

  it("is who leads, and that nobody does any more", async () => {
    const one = watched();
    expect(await one.metric("nephoran_traffic_leading")).to.deep.equal({ "region=atlantis": 1 });
    one.told.leads = false;
    one.pass(10);
    expect(one.lines.map(({ msg }) => msg)).to.deep.equal(["This replica does not lead any more."]);
    expect(await one.metric("nephoran_traffic_leading")).to.deep.equal({ "region=atlantis": 0 });
  });

  it("is overrides that cannot be understood, once, until they can", async () => {
    const one = watched();
    const invalid = () => one.metric("nephoran_traffic_overrides_invalid");
    for (let times = 0; times < 3; times++) {
      one.recorder.overridesRead(["author is missing"], one.nowMs);
    }
    expect(one.lines.map(({ level, problems }) => ({ level, problems }))).to.deep.equal([
      { level: "error", problems: ["author is missing"] },
    ]);
    expect(one.events.map(({ reason }) => reason)).to.deep.equal(["OverridesIgnored"]);
    expect(await invalid()).to.deep.equal({ "region=atlantis": 1 });
    one.recorder.overridesRead(undefined, one.nowMs);
    one.recorder.overridesRead(undefined, one.nowMs);
    expect(one.lines.map(({ msg }) => msg).slice(1)).to.deep.equal([
      "The overrides can be understood again.",
    ]);
    expect(await invalid()).to.deep.equal({ "region=atlantis": 0 });
  });

  it("is in shadow mode what would be written, once, and how far that is from what is served", async () => {
    const one = watched({ mode: "shadow" });
    one.told.signals = busy;
    one.pass(10);
    const { entries } = one.recorder.history.answer(10);
    const disagreements = entries.filter(({ kind }) => kind === "disagreement");
    expect(disagreements).to.have.length(1);
    expect(disagreements[0]?.text).to.match(
      /^The row was atlantis 100 and is now atlantis \d+, .* were it not in shadow mode\.$/,
    );
    const [points = 0] = Object.values(await one.metric("nephoran_traffic_disagreement"));
    expect(points).to.be.within(2, 20);
    expect(await one.metric("nephoran_traffic_leading")).to.deep.equal({});
    expect(await one.metric("nephoran_traffic_write_failures")).to.deep.equal({});
  });

  it("is how long certificates last and ticks take", async () => {
    const one = watched();
    expect(await one.metric("nephoran_certificate_expiry_seconds")).to.deep.equal({
      "region=atlantis,certificate=gateway": 3_540,
    });
    expect(await one.metric("nephoran_traffic_tick_seconds_count")).to.deep.equal({
      "region=atlantis": 60,
    });
  });

  it("is every metric of the catalogue that is a traffic controller's, and no other", async () => {
    const text = await watched().registry.metrics();
    const told = [...text.matchAll(/^# TYPE (\w+) (\w+)$/gm)].map(([, name, type]) => ({
      name,
      type,
    }));
    const own = metricNames.filter((name) => metricOf(name).from === "traffic-controller");
    expect(told).to.have.deep.members(own.map((name) => ({ name, type: metricOf(name).type })));
  });
});
