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

  it("has a cell below each head", () => {
    expect(figureRow(sampleFigure)).to.have.length(figureHead.length);
  });

  it("ends with what explains the figures", () => {
    expect(figureLines([sampleFigure]).at(-1)).to.equal("preview.region: It is explained.");
  });
});
