import { expect } from "chai";
import { Told, warm, busy, firstRoutes } from "./leading";

const order = { id: "1", reason: "a drill", author: "me", expiresAtMs: Infinity };

describe("a controller that has just started", () => {
  it("shifts nothing that could stay, for as long as a failed region would have to be well", () => {
    const told = new Told();
    told.signals = busy;
    expect(told.pass(30)).to.deep.equal([]);
    expect(told.controller.status(told.nowMs).warmUpLeftMs).to.equal(1_000);
    expect(told.write(1).weights).to.deep.equal({
      atlantis: 80,
      brigadoon: 20,
      camelot: 0,
      dinotopia: 0,
    });
    expect(told.controller.status(told.nowMs).warmUpLeftMs).to.equal(0);
  });

  it("writes nothing at all before its probes could tell", () => {
    const told = new Told();
    told.routes = { resourceVersion: "1", isAsWritten: false };
    expect(told.pass(3)).to.deep.equal([]);
    expect(told.write(1).weights).to.deep.equal(firstRoutes.weights);
  });

  it("leads away at once from a region that does not answer", () => {
    const told = new Told();
    told.dead = ["atlantis"];
    expect(told.write(4).weights["atlantis"]).to.equal(0);
  });

  it("moves no more than what has to leave", () => {
    const told = new Told();
    const weights = { atlantis: 70, brigadoon: 0, camelot: 0, dinotopia: 30 };
    told.routes = { ...firstRoutes, weights };
    told.signals = busy;
    told.dead = ["dinotopia"];
    const write = told.write(4);
    expect(write.weights["dinotopia"]).to.equal(0);
    expect(write.weights["atlantis"]).to.be.at.least(70);
  });

  it("does not know what operators have ordered before it has read that, and waits for it", () => {
    const told = new Told();
    told.overrides = undefined;
    told.dead = ["atlantis"];
    expect(told.pass(20)).to.deep.equal([]);
    told.overrides = [{ ...order, kind: "exclude", region: "brigadoon" }];
    const { weights } = told.write(1);
    expect([weights["atlantis"], weights["brigadoon"]]).to.deep.equal([0, 0]);
  });

  it("shifts nothing without need while orders cannot be read, but does what it must", () => {
    const told = new Told();
    told.overrides = undefined;
    told.signals = busy;
    expect(told.pass(300)).to.deep.equal([]);
    told.dead = ["atlantis"];
    expect(told.write(3).weights["atlantis"]).to.equal(0);
    told.overrides = [];
  });

  it("gives a region that nobody uses its share by the ramp", () => {
    const away = { atlantis: 100, brigadoon: 0, camelot: 0, dinotopia: 0 };
    const told = new Told();
    told.served = { brigadoon: away };
    told.pass(31);
    const { regions } = told.controller.status(told.nowMs);
    expect(regions.map(({ state }) => state)).to.deep.equal([
      "healthy",
      "recovering",
      "healthy",
      "healthy",
    ]);
  });

  it("says nothing against a region whose own entry has not told what it does", () => {
    const told = new Told();
    told.served = { brigadoon: undefined };
    told.pass(31);
    expect(told.controller.status(told.nowMs).regions[1]?.state).to.equal("healthy");
  });

  it("does not give a failed region its requests back because the one before has stopped", () => {
    const before = warm();
    before.signals = busy;
    before.succeed(before.write(), "2");
    before.dead = ["brigadoon"];
    before.succeed(before.write(3), "3");
    const after = new Told();
    after.nowMs = before.nowMs;
    after.routes = before.routes;
    after.signals = busy;
    // By now it answers, and looks well, since nobody asks it.
    const away = { atlantis: 0, brigadoon: 0, camelot: 100, dinotopia: 0 };
    after.served = { brigadoon: away };
    expect(after.pass(30)).to.deep.equal([]);
    const { weights } = after.write();
    expect(weights["brigadoon"] ?? 0).to.be.at.most(7);
    expect(after.controller.status(after.nowMs).regions[1]?.state).to.equal("recovering");
  });

  it("has done with all that when the leader dies, if it was there before", () => {
    const told = new Told();
    told.leads = false;
    told.signals = busy;
    told.pass(31);
    told.leads = true;
    expect(told.write(1).weights["atlantis"]).to.equal(80);
  });
});
