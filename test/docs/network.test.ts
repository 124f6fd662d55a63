import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { parseProgramConfig, type ProgramConfig } from "../../config/program-config";
import type { Region } from "../../config/topology";
import { chartWorkloads } from "../../network/charts";
import { networkGraph } from "../../network/graph";
import { parsePage } from "../../network/page";
import { networkProblems, type RegionGraph } from "../../network/problems";
import { openingSettings } from "../../network/settings";
import { capture } from "../../render/capture";
import { manifests } from "../../render/manifest";
import { fullRegion } from "../components/full-region";
import { projectDirectory, shippedProject } from "../shipped-project";

const { topology } = shippedProject;

/** A region of the shipped topology with what it asks of the stack file, and no setting besides. */
function barely({ name, features }: Region): ProgramConfig {
  const has = (...some: Region["features"]): boolean =>
    some.some((feature) => features.includes(feature));
  return parseProgramConfig({
    stack: name,
    topology,
    settings: {
      VERSION: "1.4.2",
      EDGE_ENABLED: has("edge-computing", "low-latency-oran"),
      COMPLIANCE_MODE: has("gdpr") ? "gdpr" : "standard",
    },
  });
}

describe("docs/network.md", () => {
  const page = readFileSync(join(projectDirectory, "docs/network.md"), "utf8");
  const full = fullRegion();
  let regions: RegionGraph[];

  before(async () => {
    regions = [];
    for (const config of [...topology.regions.map(barely), full]) {
      const { resources } = await capture("nephoran", config);
      const objects = [...manifests(resources), ...chartWorkloads(config)];
      regions.push({ config, graph: networkGraph(objects) });
    }
  });

  it("has every connection that a region allows, barely set up or with everything, and no other", () => {
    const problems = networkProblems(page, regions);
    expect(problems, `\n${problems.join("\n\n")}\n`).to.have.length(0);
  });

  it("has a table for each setting that opens something", () => {
    const tables = parsePage(page).map(({ where }) => where.replaceAll("`", ""));
    for (const setting of openingSettings(full)) expect(tables).to.include(`setting ${setting}`);
  });

  it("cannot lose a row unnoticed", () => {
    const lines = page.split("\n");
    for (const { line, text } of parsePage(page)) {
      const shorter = lines.toSpliced(line - 1, 1).join("\n");
      expect(networkProblems(shorter, regions), text).to.not.have.length(0);
    }
  });
});
