import { expect } from "chai";
import { busy, warm } from "./leading";

describe("an override", () => {
  const order = { id: "1", reason: "a drill", author: "me", expiresAtMs: Infinity };

  it("that excludes a region leads everything away from it at once", () => {
    const told = warm();
    told.overrides = [{ ...order, kind: "exclude", region: "atlantis" }];
    expect(told.write(1).weights["atlantis"]).to.equal(0);
    expect(told.controller.status(told.nowMs).regions[0]?.state).to.equal("draining");
  });

  it("that drains a region does so step by step", () => {
    const told = warm();
    told.overrides = [{ ...order, kind: "drain", region: "atlantis" }];
    expect(told.write(1).weights["atlantis"]).to.equal(80);
  });

  it("that pins an entry gives it that row", () => {
    const told = warm();
    const weights = { atlantis: 90, brigadoon: 0, camelot: 0, dinotopia: 10 };
    told.overrides = [{ ...order, kind: "pin", entry: "atlantis", weights }];
    const write = told.write(1);
    expect(write.weights).to.deep.equal(weights);
    expect(write.because.map(({ code }) => code)).to.include.members(["override", "pinned"]);
  });

  it("that freezes lets nothing be written but what has to leave", () => {
    const told = warm();
    told.overrides = [{ ...order, kind: "freeze" }];
    told.signals = busy;
    expect(told.pass(60)).to.deep.equal([]);
    told.dead = ["atlantis"];
    expect(told.write(3).weights["atlantis"]).to.equal(0);
  });

  it("does not count when it has expired", () => {
    const told = warm();
    const expiresAtMs = told.nowMs;
    told.overrides = [{ ...order, kind: "exclude", region: "atlantis", expiresAtMs }];
    expect(told.pass(60)).to.deep.equal([]);
    expect(told.tick().alerts.map(({ code }) => code)).to.deep.equal(["override-refused"]);
  });
});
