import { expect } from "chai";
import { camelot, dead, four, rowOf, secondsUntil, stateOf } from "./camelot";
import { type Conditions, wellSignals, World } from "./worlds";

describe("a region whose requests go wrong", () => {
  it("is degraded after 10 s below 95 %, and has failed after 30 s", () => {
    const world = new World(four);
    const bad = camelot({ successRatio: 0.949 });
    world.pass(5);
    world.pass(10, bad);
    expect(stateOf(world)).to.equal("healthy");
    world.tick(bad);
    expect(stateOf(world)).to.equal("degraded");
    world.pass(19, bad);
    expect(stateOf(world)).to.equal("degraded");
    world.tick(bad);
    expect(stateOf(world)).to.equal("failed");
    expect(rowOf(world, 2)[2]).to.equal(0);
  });

  it("is left a step at a time while it is degraded", () => {
    const world = new World(four);
    world.pass(11, camelot({ successRatio: 0.94 }));
    expect(rowOf(world, 2)).to.deep.equal([0, 20, 80, 0]);
    world.pass(9, camelot({ successRatio: 0.94 }));
    expect(rowOf(world, 2)).to.deep.equal([0, 20, 80, 0]);
    world.pass(1, camelot({ successRatio: 0.94 }));
    expect(rowOf(world, 2)).to.deep.equal([0, 40, 60, 0]);
  });

  it("has failed after 5 s of a collapse", () => {
    const world = new World(four);
    const collapsed = camelot({ successRatio: 0.4 });
    world.pass(5, collapsed);
    expect(stateOf(world)).to.equal("healthy");
    world.tick(collapsed);
    expect(stateOf(world)).to.equal("failed");
  });

  it("is not failed by ten requests at night", () => {
    const world = new World(four);
    world.pass(600, camelot({ attempts: 10, successRatio: 0, p95Ms: 60_000 }));
    expect(stateOf(world)).to.equal("healthy");
  });

  it("is none while it is exactly at the threshold", () => {
    const world = new World(four);
    world.pass(
      600,
      camelot({
        successRatio: 0.95,
        p95Ms: 5_000,
        utilisation: { cpu: 0.9, memory: 0.9, network: 0.9, intents: 0.9 },
      }),
    );
    expect(stateOf(world)).to.equal("healthy");
  });

  it("is none while no ten seconds are bad without a break", () => {
    const world = new World(four);
    for (let round = 0; round < 40; round++) {
      world.pass(10, camelot({ successRatio: 0.9, p95Ms: 9_000 }));
      world.pass(1, camelot({ successRatio: 0.96, p95Ms: 4_900 }));
    }
    expect(stateOf(world)).to.equal("healthy");
  });
});

describe("a region that is asked for too much", () => {
  /** 902 attempts a minute, of which 850 are planned with at most. */
  const tooMuch = { attempts: 451, successRatio: 0.4, p95Ms: 9_000 };

  it("is degraded by what comes of it, and never failed, or the next one would be asked too", () => {
    const world = new World(four);
    expect(secondsUntil("degraded", world, camelot(tooMuch))).to.equal(11);
    world.pass(600, camelot(tooMuch));
    expect(stateOf(world)).to.equal("degraded");
  });

  it("has failed if it is still bad once the window holds nothing of that any more", () => {
    const world = new World(four);
    world.pass(60, camelot(tooMuch));
    const broken = camelot({ ...tooMuch, attempts: 200 });
    expect(secondsUntil("failed", world, broken)).to.equal(30 + 5);
  });

  it("has failed of the same with so many attempts as it is planned with", () => {
    const world = new World(four);
    expect(secondsUntil("failed", world, camelot({ ...tooMuch, attempts: 425 }))).to.equal(6);
  });
});

describe("a region that is slow or full", () => {
  it("is degraded after 10 s of P95 above 5 s, and has failed after a minute", () => {
    const world = new World(four);
    const slow = camelot({ p95Ms: 5_001 });
    world.pass(10, slow);
    expect(stateOf(world)).to.equal("healthy");
    expect(secondsUntil("degraded", world, slow)).to.equal(1);
    expect(secondsUntil("failed", world, slow)).to.equal(50);
  });

  for (const resource of ["cpu", "memory", "network", "intents"] as const) {
    it(`is degraded after 10 s of its ${resource} above 90 %, and never fails of it`, () => {
      const world = new World(four);
      const utilisation = { cpu: 0.1, memory: 0.1, network: 0.1, intents: 0.1, [resource]: 0.91 };
      const full = camelot({ utilisation });
      world.pass(10, full);
      expect(stateOf(world)).to.equal("healthy");
      expect(secondsUntil("degraded", world, full)).to.equal(1);
      world.pass(600, full);
      expect(stateOf(world)).to.equal("degraded");
      expect(rowOf(world, 2)[2]).to.equal(0);
    });
  }

  it("is degraded until it has been at most 80 % full for 30 s", () => {
    const world = new World(four);
    const filled = (cpu: number): Conditions =>
      camelot({ utilisation: { cpu, memory: 0.1, network: 0.1, intents: 0.1 } });
    world.pass(11, filled(0.95));
    world.pass(100, filled(0.81));
    expect(stateOf(world)).to.equal("degraded");
    expect(secondsUntil("healthy", world, filled(0.8))).to.equal(31);
  });
});

describe("a region that has failed", () => {
  const failed = (): World => {
    const world = new World(four);
    world.pass(5, dead);
    return world;
  };

  it("answers five probes and is well for 30 s, then comes back with a tenth, and all in 120 s", () => {
    const world = failed();
    expect(secondsUntil("recovering", world, {})).to.equal(35);
    const shares: (number | undefined)[] = [];
    while (stateOf(world) === "recovering") {
      const judgement = world.decision?.next.health[2]?.judgement;
      shares.push(judgement?.state === "recovering" ? judgement.share : undefined);
      world.tick();
    }
    expect(stateOf(world)).to.equal("healthy");
    expect(shares).to.have.length(120);
    expect(shares[0]).to.equal(0.1);
    expect(shares[60]).to.be.closeTo(0.55, 1e-9);
  });

  it("does not come back while fewer than 98 % succeed, however few it serves", () => {
    const world = failed();
    world.pass(300, camelot({ successRatio: 0.979, attempts: 10 }));
    expect(stateOf(world)).to.equal("failed");
    expect(secondsUntil("recovering", world, camelot({ successRatio: 0.98 }))).to.equal(31);
  });

  it("comes back if nobody asks it for anything", () => {
    const world = failed();
    const unasked = camelot({ attempts: 0, successRatio: Number.NaN, p95Ms: Number.NaN });
    expect(secondsUntil("recovering", world, unasked)).to.equal(35);
  });

  it("has to be well without a break", () => {
    const world = failed();
    for (let round = 0; round < 20; round++) {
      world.pass(25);
      world.pass(1, camelot({ p95Ms: 4_500 }));
    }
    expect(stateOf(world)).to.equal("failed");
  });

  it("climbs only while all is well", () => {
    const world = failed();
    world.pass(35);
    world.pass(500, camelot({ successRatio: 0.97 }));
    expect(stateOf(world)).to.equal("recovering");
    expect(secondsUntil("healthy", world, {})).to.equal(120);
  });

  it("climbs also when it is nearly full, as it is planned to be", () => {
    const world = failed();
    world.pass(35);
    const full = camelot({ utilisation: { ...wellSignals.utilisation, intents: 0.85 } });
    expect(secondsUntil("healthy", world, full)).to.equal(120);
  });

  it("waits twice as long after each relapse, 15 minutes at most", () => {
    const world = failed();
    const waits = [1, 2, 3, 4, 5, 6, 7].map(() => {
      const wait = secondsUntil("recovering", world, {}) - 5;
      world.pass(3, dead);
      return wait;
    });
    expect(waits).to.deep.equal([30, 60, 120, 240, 480, 900, 900]);
  });

  it("is forgiven after half an hour of health", () => {
    const world = failed();
    secondsUntil("healthy", world, {});
    world.pass(1_801);
    world.pass(3, dead);
    expect(secondsUntil("recovering", world, {})).to.equal(35);
  });
});
