import { expect } from "chai";
import { figureHead, figureLines, figureRow } from "../../bench/report";
import { sampleFigure } from "./sample-figure";

describe("the report of figures", () => {
  it("says what a figure is held against, and how long both took", () => {
    expect(figureRow(sampleFigure)).to.deep.equal([
      "preview.region",
      "1.50 x",
      "1.50-1.50 x",
      "at most 1.5",
      "1",
      "3.00 s",
      "2.00 s",
      "a peer",
    ]);
  });

  it("says what was measured in microseconds as such", () => {
    const peer = { what: "a peer", ours: 93, value: 31, unit: "µs", ratio: 3 } as const;
    const figure = { ...sampleFigure, unit: "µs", value: 93, min: 90, max: 99, peer } as const;
    expect(figureRow(figure).slice(1, 7)).to.deep.equal([
      "93 µs",
      "90-99 µs",
      "at most 1.5",
      "1",
      "93 µs",
      "31 µs",
    ]);
  });

  it("has a cell below each head", () => {
    expect(figureRow(sampleFigure)).to.have.length(figureHead.length);
  });

  it("ends with what explains the figures", () => {
    expect(figureLines([sampleFigure]).at(-1)).to.equal("preview.region: It is explained.");
  });
});
