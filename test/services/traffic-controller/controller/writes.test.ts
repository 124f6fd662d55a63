import { expect } from "chai";
import { busy, firstRoutes, Told, warm } from "./leading";

const first = { atlantis: 80, brigadoon: 20, camelot: 0, dinotopia: 0 };
const second = { atlantis: 60, brigadoon: 40, camelot: 0, dinotopia: 0 };

describe("what a controller writes", () => {
  it("is nothing for ten minutes in which nothing changes", () => {
    expect(warm().pass(600)).to.deep.equal([]);
  });

  it("is the row that was decided, with the version of the routes that it was decided for", () => {
    const told = warm();
    told.signals = busy;
    const write = told.write();
    expect(write.weights).to.deep.equal(first);
    expect(write.resourceVersion).to.equal("1");
    expect(write.because.map(({ code }) => code)).to.include("shifted");
  });

  it("says why by what concerns this entry, and not by what becomes of others", () => {
    const told = warm();
    told.dead = ["dinotopia"];
    told.pass(10);
    told.signals = busy;
    const write = told.write();
    const { decision } = told.controller.status(told.nowMs);
    expect(
      write.because.some((reason) => "region" in reason && reason.region === "dinotopia"),
    ).to.equal(true);
    expect(
      decision?.reasons.some((reason) => "entry" in reason && reason.entry === "dinotopia"),
    ).to.equal(true);
    expect(
      write.because.every((reason) => !("entry" in reason) || reason.entry === "atlantis"),
    ).to.equal(true);
  });

  it("is one thing at a time", () => {
    const told = warm();
    told.signals = busy;
    told.write();
    expect(told.pass(100)).to.deep.equal([]);
    expect(told.controller.status(told.nowMs).writes.underWay?.weights).to.deep.equal(first);
  });

  it("is one step in a hold-down, counted from when it was served", () => {
    const told = warm();
    told.signals = busy;
    const write = told.write();
    told.nowMs += 5_000;
    told.succeed(write, "2");
    const servedAtMs = told.nowMs;
    const next = told.write();
    expect(next.weights).to.deep.equal(second);
    expect(next.resourceVersion).to.equal("2");
    expect(told.nowMs - servedAtMs).to.equal(10_000);
  });

  it("is nothing while routes have not been read, whoever fails", () => {
    const told = new Told();
    told.routes = undefined;
    told.signals = busy;
    told.dead = ["brigadoon"];
    expect(told.pass(120)).to.deep.equal([]);
  });

  it("is nothing while routes cannot be read, and goes on after that", () => {
    const told = warm();
    told.signals = busy;
    told.routes = undefined;
    told.controller.routesObserved(undefined, told.nowMs);
    expect(told.pass(60)).to.deep.equal([]);
    told.routes = firstRoutes;
    expect(told.write(1).weights).to.deep.equal(first);
  });

  it("is nothing without the lease, and nothing from 4 s after its last renewal", () => {
    const told = new Told();
    told.leads = false;
    told.signals = busy;
    expect(told.pass(60)).to.deep.equal([]);
    told.leads = true;
    expect(told.write(1).weights).to.deep.equal(first);

    const paused = warm();
    paused.leads = false;
    paused.nowMs += 3_000;
    paused.signals = busy;
    expect(paused.pass(60)).to.deep.equal([]);
  });

  it("starts from a row that somebody else has put there, by no more than a step", () => {
    const told = warm();
    const foreign = { atlantis: 0, brigadoon: 0, camelot: 50, dinotopia: 50 };
    told.routes = { resourceVersion: "5", weights: foreign, isAsWritten: true };
    const write = told.write();
    expect(write.resourceVersion).to.equal("5");
    expect(write.weights).to.deep.equal({ atlantis: 20, brigadoon: 0, camelot: 30, dinotopia: 50 });
  });

  it("restores routes that somebody has put out of shape, with the row that they have", () => {
    const told = warm();
    told.routes = { ...firstRoutes, resourceVersion: "3", isAsWritten: false };
    const write = told.write(1);
    expect(write.weights).to.deep.equal(firstRoutes.weights);
    expect(write.resourceVersion).to.equal("3");
  });

  it("restores the row that was served where somebody has left none", () => {
    const told = warm();
    told.signals = busy;
    told.succeed(told.write(), "2");
    told.routes = { resourceVersion: "3", isAsWritten: false };
    expect(told.write(1).weights).to.deep.equal(first);
  });

  it("is not repeated if the server hands routes back in another shape", () => {
    const told = warm();
    told.signals = busy;
    const write = told.write();
    told.succeed(write, "2");
    told.signals = { demandIntentsPerMinute: 900 };
    told.routes = { resourceVersion: "2", weights: first, isAsWritten: false };
    expect(told.pass(8)).to.deep.equal([]);
    told.routes = { resourceVersion: "3", weights: first, isAsWritten: false };
    expect(told.write(1).weights).to.deep.equal(first);
  });

  it("is not undone by a read that was sent before it was answered", () => {
    const told = warm();
    told.signals = busy;
    const write = told.write();
    const askedAtMs = told.nowMs;
    told.nowMs += 100;
    told.succeed(write, "2");
    told.nowMs += 100;
    told.controller.routesObserved(firstRoutes, told.nowMs, askedAtMs);
    expect(told.controller.status(told.nowMs).routes?.resourceVersion).to.equal("2");
  });

  it("is nothing in shadow mode, which tells what it would write and leaves the lease alone", () => {
    const told = new Told({ mode: "shadow" });
    told.signals = busy;
    told.dead = ["dinotopia"];
    const ticks = Array.from({ length: 120 }, () => told.tick());
    expect(ticks.every(({ write }) => write === undefined)).to.equal(true);
    expect(ticks.at(-1)?.wouldWrite?.weights).to.deep.equal(first);
    expect(told.controller.isLeading(told.nowMs)).to.equal(false);
  });
});
