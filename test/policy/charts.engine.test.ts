import { join } from "node:path";
import { expect } from "chai";
import { chartResource } from "../../policy/charts";
import { parseConfiguration } from "../../policy/configuration";
import { readShippedConfiguration, SHIPPED_CONFIGURATION } from "../../policy/configuration-file";
import type { PolicyResource } from "../../policy/rule";
import { rules } from "../../policy/rules";
import { judge } from "../../policy/verdict";
import { type Capture, captureAll } from "../../render/capture";
import { chartManifests } from "../../render/charts/charts";
import { findHelm } from "../../render/charts/helm";
import { requireToolchain } from "../../sandbox/toolchain/toolchain";
import { projectDirectory, shippedProject } from "../shipped-project";
import { TODAY } from "./judge";

const { topology } = shippedProject;
const configuration = parseConfiguration(readShippedConfiguration(), SHIPPED_CONFIGURATION, {
  rules,
  topology,
});

/** What all rules have against a stack with what its charts make. */
const problems = (capture: Capture, chartResources: readonly PolicyResource[]): string[] =>
  judge(capture, { rules, configuration, now: TODAY, chartResources }).findings.map(
    ({ rule, problem }) => `${rule.id}: ${problem}`,
  );

describe("the rules about what charts make", function () {
  this.timeout(120_000);

  let captures: readonly Capture[];
  let made: readonly (readonly PolicyResource[])[];

  before(async () => {
    const { assets } = await requireToolchain(["cluster", "mesh"]);
    const helm = await findHelm();
    const charts = join(assets, "istio-charts");
    captures = await captureAll(shippedProject);
    made = await Promise.all(
      captures.map(async (capture) =>
        (await chartManifests(capture, { helm, project: projectDirectory, charts })).map(
          chartResource,
        ),
      ),
    );
  });

  it("have nothing against the project's own stacks", () => {
    for (const [index, capture] of captures.entries()) {
      expect(made[index]).not.to.have.length(0);
      expect(problems(capture, made[index] ?? []), capture.config.region.name).to.deep.equal([]);
    }
  });

  it("miss each thing that a chart no longer makes", () => {
    const eu = captures.findIndex(({ config }) => config.region.name === "eu-west-1");
    const [capture, all] = [captures[eu], made[eu]];
    if (capture === undefined || all === undefined) throw new Error("eu-west-1 was not captured.");
    const needy = rules.filter((rule) => rule.kind === "stack" && rule.needsCharts);
    expect(needy.map(({ id }) => id)).to.include("residency-chart-children");
    for (const { id } of needy) {
      expect(problems(capture, []).join("\n"), id).to.contain(`${id}: `);
    }
  });
});
