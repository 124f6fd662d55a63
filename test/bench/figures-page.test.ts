import { readFile } from "node:fs/promises";
import { expect } from "chai";
import { format, resolveConfig } from "prettier";
import {
  figuresPage,
  type FigureRecord,
  pageFile,
  readDrillFigures,
  readRecords,
  withNewer,
} from "../../bench/figures-page";
import { sampleRecord } from "./sample-figure";

const up: FigureRecord = { ...sampleRecord, name: "up.region" };

describe("recorded figures", () => {
  it("are replaced by newer ones of the same name, and kept otherwise", () => {
    const newer = { ...sampleRecord, value: 1.2 };
    expect(withNewer([sampleRecord, up], [newer])).to.deep.equal([newer, up]);
  });

  it("keep their order, whichever was measured first", () => {
    const names = withNewer([up], [sampleRecord]).map(({ name }) => name);
    expect(names).to.deep.equal(["preview.region", "up.region"]);
  });
});

describe("the page of figures", () => {
  it("names the machine and its tools beside what was measured on it", () => {
    const page = figuresPage([sampleRecord, up]);
    expect(page).to.contain("## On 2 cores, 24 GiB");
    expect(page).to.contain(
      "Some Processor, Some OS, kernel 6, x64, Node v20.19.0. kubectl 1.37.2.",
    );
    expect(page).to.contain("| up.region | 1.50 x | 1.50-1.50 x | at most 1.5 | 1 | 3.00 s |");
    expect(page).to.contain("- `preview.region`: It is explained.");
  });

  it("never mixes figures of different machines in one table", () => {
    const other = { ...up, machine: { ...up.machine, cores: 64 } };
    const page = figuresPage([sampleRecord, other]);
    expect(page.match(/^## On .*$/gm)).to.deep.equal([
      "## On 2 cores, 24 GiB",
      "## On 64 cores, 24 GiB",
    ]);
    expect(page.indexOf("| up.region")).to.be.greaterThan(page.indexOf("## On 64 cores"));
  });

  it("is in the repository as its records make it", async () => {
    const options = { ...(await resolveConfig(pageFile)), filepath: pageFile };
    const made = await format(figuresPage(await readRecords(), await readDrillFigures()), options);
    expect(await readFile(pageFile, "utf8")).to.equal(made);
  });
});
