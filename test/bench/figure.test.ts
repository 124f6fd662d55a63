import { expect } from "chai";
import { figureSchema, ratioToPeer, timeBesidePeer } from "../../bench/figure";
import { sampleFigure } from "./sample-figure";

describe("a ratio to a peer", () => {
  it("gives the ratio, how far runs lie apart, and the seconds of both sides", () => {
    const pairs = [
      { ours: 4, peer: 3 },
      { ours: 6, peer: 3 },
      { ours: 5, peer: 3 },
    ];
    expect(ratioToPeer("a peer", pairs)).to.deep.equal({
      value: 1.667,
      unit: "ratio",
      min: 1.333,
      max: 2,
      runs: 3,
      peer: { what: "a peer", ours: 5, value: 3, unit: "s", ratio: 1.667 },
      notes: [],
    });
  });

  it("carries its aim and what explains it", () => {
    expect(sampleFigure.atMost).to.equal(1.5);
    expect(sampleFigure.notes).to.deep.equal(["It is explained."]);
  });
});

describe("a time beside a peer's", () => {
  it("gives the middle of the runs, how far they lie apart, and the peer's", () => {
    const pairs = [
      { ours: 210.4, peer: 20 },
      { ours: 150, peer: 40 },
      { ours: 300, peer: 30 },
    ];
    expect(timeBesidePeer("a peer", "ms", pairs, { atMost: 500, notes: [] })).to.deep.equal({
      value: 210,
      unit: "ms",
      min: 150,
      max: 300,
      runs: 3,
      peer: { what: "a peer", ours: 210, value: 30, unit: "ms", ratio: 7.013 },
      atMost: 500,
      notes: [],
    });
  });
});

describe("a figure", () => {
  it("is read back as it was printed", () => {
    expect(figureSchema.parse(JSON.parse(JSON.stringify(sampleFigure)))).to.deep.equal(
      sampleFigure,
    );
  });

  it("has one of the names that others rely on", () => {
    const renamed = { ...sampleFigure, name: "preview.regional" };
    expect(figureSchema.safeParse(renamed).success).to.equal(false);
  });
});
