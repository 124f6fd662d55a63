import { expect } from "chai";
import { observeLinks } from "../../../../services/traffic-controller/decision/links";
import type { Probe } from "../../../../services/traffic-controller/decision/snapshot";

const settings = { failAfter: 2, recoverAfter: 5 };

const answers = (successes: number): Probe => ({ failures: 0, successes });
const fails = (failures: number): Probe => ({ failures, successes: 0 });

const up = (regions: number): boolean[][] =>
  Array.from({ length: regions }, () => Array.from({ length: regions }, () => false));

/** Whether the only link that is looked at is down, after it was up or down. */
const isDown = (probe: Probe | undefined, wasDown: boolean): boolean | undefined =>
  observeLinks({ down: [[wasDown]] }, [[probe]], settings).down[0]?.[0];

/** What three entries come to about the first region; each says one thing, or nothing. */
const reachBy = (...said: readonly (Probe | undefined)[]): string | undefined =>
  observeLinks(
    { down: up(3) },
    said.map((probe) => [probe, undefined, undefined]),
    settings,
  ).reach[0];

describe("a link", () => {
  it("is down from the second failed probe in a row", () => {
    expect([fails(1), fails(2), fails(3)].map((probe) => isDown(probe, false))).to.deep.equal([
      false,
      true,
      true,
    ]);
  });

  it("is up again from the fifth answer in a row", () => {
    expect(
      [fails(9), answers(4), answers(5), answers(6)].map((probe) => isDown(probe, true)),
    ).to.deep.equal([true, true, false, false]);
  });

  it("does not come up by a number that is none", () => {
    expect(isDown(answers(Number.NaN), true)).to.equal(true);
  });

  it("stays as it was while its entry says nothing about it", () => {
    expect([isDown(undefined, false), isDown(undefined, true)]).to.deep.equal([false, true]);
  });

  it("stays as it was while its entry says nothing at all", () => {
    const down = [
      [false, true],
      [true, false],
    ];
    const links = observeLinks({ down }, [undefined, [answers(5), answers(5)]], settings);
    expect(links.down).to.deep.equal([
      [false, true],
      [false, false],
    ]);
  });
});

describe("whether a region is reached", () => {
  it("is true if any other entry has just had an answer, whoever says what first", () => {
    expect([
      reachBy(undefined, answers(1), fails(2)),
      reachBy(undefined, fails(2), answers(1)),
      reachBy(undefined, fails(1), answers(1)),
    ]).to.deep.equal(["reached", "reached", "reached"]);
  });

  it("is lost if one other entry is sure and none has had an answer, whoever says what first", () => {
    expect([
      reachBy(undefined, fails(2), fails(1)),
      reachBy(undefined, fails(1), fails(2)),
      reachBy(undefined, fails(2), undefined),
      reachBy(undefined, undefined, fails(2)),
    ]).to.deep.equal(["lost", "lost", "lost", "lost"]);
  });

  it("is unknown at the first failed probe", () => {
    expect([
      reachBy(undefined, fails(1), fails(1)),
      reachBy(undefined, fails(1), undefined),
      reachBy(undefined, undefined, fails(1)),
    ]).to.deep.equal(["unknown", "unknown", "unknown"]);
  });

  it("is not asked of the region itself while others say something", () => {
    expect([
      reachBy(answers(9), fails(2), fails(2)),
      reachBy(fails(2), answers(9), answers(9)),
      reachBy(answers(9), fails(1), undefined),
    ]).to.deep.equal(["lost", "reached", "unknown"]);
  });

  it("is asked of the region itself if nobody else says anything", () => {
    expect([
      reachBy(answers(9), undefined, undefined),
      reachBy(fails(1), undefined, undefined),
      reachBy(fails(2), undefined, undefined),
      reachBy(undefined, undefined, undefined),
    ]).to.deep.equal(["reached", "unknown", "lost", "unknown"]);
  });

  it("is unknown over a link that answers and is not up again yet", () => {
    const down = up(3);
    down[1] = [true, false, false];
    const reach = (...said: readonly (Probe | undefined)[]): string | undefined =>
      observeLinks(
        { down },
        said.map((probe) => [probe, undefined, undefined]),
        settings,
      ).reach[0];
    expect([
      reach(undefined, answers(4), undefined),
      reach(undefined, fails(1), undefined),
      reach(undefined, answers(5), undefined),
    ]).to.deep.equal(["unknown", "lost", "reached"]);
  });

  it("is not told by an entry that gets nothing through its own gateway, or only just again", () => {
    /** What the second of two regions comes to, by its own word and that of the first, of both. */
    const reach = (own: Probe | undefined, other: Probe): string | undefined =>
      observeLinks(
        { down: up(2) },
        [
          [own, other],
          [answers(9), answers(9)],
        ],
        settings,
      ).reach[1];
    expect([
      reach(fails(25), fails(25)),
      reach(fails(1), fails(2)),
      reach(answers(1), fails(2)),
      reach(answers(4), fails(25)),
    ]).to.deep.equal(["reached", "reached", "reached", "reached"]);
    expect([
      reach(answers(2), fails(2)),
      reach(answers(5), fails(25)),
      reach(answers(90), fails(2)),
      reach(undefined, fails(2)),
    ]).to.deep.equal(["lost", "lost", "lost", "lost"]);
  });

  it("is told by whoever else has had no answer, whatever becomes of an entry's own gateway", () => {
    const links = observeLinks(
      { down: up(3) },
      [
        [fails(9), fails(9), fails(9)],
        [fails(9), fails(9), answers(9)],
        [fails(9), fails(9), answers(9)],
      ],
      settings,
    );
    expect(links.reach).to.deep.equal(["lost", "lost", "reached"]);
  });
});
