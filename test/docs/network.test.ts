import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { networkGraph } from "../../network/graph";
import { parsePage } from "../../network/page";
import { networkProblems, type RegionGraph } from "../../network/problems";
import { captureAll } from "../../render/capture";
import { manifests } from "../../render/manifest";
import { projectDirectory, shippedProject } from "../shipped-project";

describe("docs/network.md", () => {
  const page = readFileSync(join(projectDirectory, "docs/network.md"), "utf8");
  let regions: RegionGraph[];

  before(async () => {
    regions = (await captureAll(shippedProject)).map(({ config, resources }) => ({
      region: config.region,
      graph: networkGraph(manifests(resources)),
    }));
  });

  it("has every connection that a shipped region allows, and no other", () => {
    const problems = networkProblems(page, regions);
    expect(problems, `\n${problems.join("\n\n")}\n`).to.have.length(0);
  });

  it("cannot lose a row unnoticed", () => {
    const lines = page.split("\n");
    for (const { line, text } of parsePage(page)) {
      const shorter = lines.toSpliced(line - 1, 1).join("\n");
      expect(networkProblems(shorter, regions), text).to.not.have.length(0);
    }
  });
});
