import { expect } from "chai";
import { isAlert } from "../../../../services/traffic-controller/decision/reason";
import { shippedSettings } from "../../../../services/traffic-controller/settings";
import { four } from "../decision/camelot";
import { wellSignals } from "../decision/worlds";
import { busy, firstRoutes, Told, warm } from "./leading";

describe("a tick", () => {
  it("tells which regions have another state, with the reasons, once", () => {
    const told = warm();
    told.dead = ["camelot"];
    const ticks = Array.from({ length: 10 }, () => told.tick());
    const changes = ticks.flatMap((tick) => tick.changes);
    expect(changes.map(({ region, from, to }) => [region, from, to])).to.deep.equal([
      ["camelot", "healthy", "failed"],
    ]);
    expect(changes[0]?.reasons.map(({ code }) => code)).to.deep.equal(["unreachable", "not-well"]);
  });

  it("tells what somebody should look at", () => {
    const told = warm();
    expect(told.tick().alerts).to.deep.equal([]);
    told.dead = ["camelot"];
    told.pass(10);
    const { alerts } = told.tick();
    expect(alerts.map(({ code }) => code)).to.include("unreachable");
    expect(alerts.every(isAlert)).to.equal(true);
  });

  it("leads away from a region one second after its first failed probe", () => {
    const told = warm();
    told.dead = ["atlantis"];
    const failsAtMs = told.nowMs + 1_000;
    expect(told.write(5).weights["atlantis"]).to.equal(0);
    expect(told.nowMs - failsAtMs).to.equal(1_000 * (shippedSettings.probes.failAfter - 1));
  });
});

describe("what a controller tells", () => {
  it("is what it knows, with ages, and what it has decided and written", () => {
    const told = warm();
    told.signals = busy;
    const write = told.write();
    const decidedAtMs = told.nowMs;
    const status = told.controller.status(decidedAtMs + 250);
    expect(status).to.deep.include({
      atMs: decidedAtMs + 250,
      region: "atlantis",
      identity: "atlantis-0",
      mode: "active",
      leader: { isSelf: true, holder: "atlantis-0" },
      warmUpLeftMs: 0,
      overrides: [],
      overridesAgeMs: 250,
      routes: { ...firstRoutes, ageMs: 250 },
      writes: { underWay: write, backoffLeftMs: 0 },
    });
    expect(status.decision?.rows[0]).to.deep.equal(Object.values(write.weights));
    const [own, peer] = status.regions;
    expect(own).to.deep.equal({
      region: "atlantis",
      state: "healthy",
      signals: { ...wellSignals, ...busy, ageMs: 750 },
      probe: { failures: 0, successes: own?.probe?.successes, roundTripMs: 1, ageMs: 250 },
      served: firstRoutes.weights,
    });
    expect(peer?.reportAgeMs).to.equal(250);
    expect(peer?.signals?.ageMs).to.equal(750);
  });

  it("is little before it has seen or decided anything", () => {
    const { controller, nowMs } = new Told();
    expect(controller.status(nowMs)).to.deep.equal({
      atMs: nowMs,
      region: "atlantis",
      identity: "atlantis-0",
      mode: "active",
      leader: { isSelf: false },
      warmUpLeftMs: 30_000,
      regions: four.regions.map(({ name }) => ({ region: name })),
      writes: { backoffLeftMs: 0 },
    });
  });

  it("is to peers the own signals, links and row", () => {
    const told = warm();
    const report = told.controller.ownReport(told.nowMs + 100);
    const { identity, leads, signals, probes, served } = report;
    expect([identity, leads]).to.deep.equal(["atlantis-0", true]);
    expect(signals).to.deep.equal({ ...wellSignals, ageMs: 600 });
    expect(probes?.ageMs).to.equal(100);
    expect(Object.keys(probes?.to ?? {})).to.deep.equal(four.regions.map(({ name }) => name));
    expect(served).to.deep.equal(firstRoutes.weights);
  });

  it("is no row while routes cannot be read", () => {
    const told = warm();
    told.controller.routesObserved(undefined, told.nowMs);
    expect(told.controller.ownReport(told.nowMs)).to.not.have.property("served");
  });

  it("ends with an error for a region that the topology does not name", () => {
    expect(() => new Told({ region: "xanadu" })).to.throw("The topology has no region xanadu.");
  });
});
