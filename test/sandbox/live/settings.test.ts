import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { readProject } from "../../../config/files";
import { sandboxLayout } from "../../../sandbox/layout";
import { CAPACITY_FACTOR, liveChanges } from "../../../sandbox/live/settings";
import { tokenIssuers } from "../../../sandbox/live/token-issuers";
import { writeWorkProject } from "../../../sandbox/stacks/work-project";
import { shippedProject } from "../../shipped-project";

const all = shippedProject.topology.regions.map(({ name }) => name);

describe("the settings of the live depth", () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "nephoran-live-"));
  });
  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  it("are a project that the program takes, with keys and capacities of the sandbox's own", async () => {
    const layout = sandboxLayout(directory);
    const { topology } = shippedProject;
    const issuers = await tokenIssuers(directory, topology);
    await writeWorkProject(layout, "/charts", liveChanges(topology, all, issuers));

    const live = readProject(layout.project);
    expect(live.topology.regions.map(({ tokens }) => tokens.jwks)).to.deep.equal(
      topology.regions.map(({ name }) => issuers.jwks[name]),
    );
    expect(live.topology.regions.map((region) => region.capacityIntentsPerMinute)).to.deep.equal(
      topology.regions.map((region) => CAPACITY_FACTOR * region.capacityIntentsPerMinute),
    );
    expect(
      live.stacks.map(({ region, limits }) => [region.name, limits.maxLlmRequestsPerSecond]),
    ).to.deep.equal([
      ["us-east-1", 167],
      ["eu-west-1", 134],
      ["ap-southeast-1", 100],
      ["us-west-2", 84],
    ]);
  });

  it("have the regions that run and no others, if one of them is the primary", async () => {
    const layout = sandboxLayout(directory);
    const { topology } = shippedProject;
    const issuers = await tokenIssuers(directory, topology);
    const regionsOf = async (chosen: readonly string[]) => {
      await writeWorkProject(layout, "/charts", liveChanges(topology, chosen, issuers));
      return readProject(layout.project).topology.regions.map(({ name }) => name);
    };
    expect(await regionsOf(["eu-west-1", "us-east-1"])).to.deep.equal(["us-east-1", "eu-west-1"]);
    expect(await regionsOf(["us-east-1", "us-west-2"])).to.deep.equal(["us-east-1", "us-west-2"]);
    expect(await regionsOf(["eu-west-1", "us-west-2"])).to.deep.equal(all);
    expect(await regionsOf(["us-east-1"])).to.deep.equal(all);
  });

  it("go with the next project that is written without them", async () => {
    const layout = sandboxLayout(directory);
    const { topology } = shippedProject;
    await writeWorkProject(
      layout,
      "/charts",
      liveChanges(topology, all, await tokenIssuers(directory, topology)),
    );
    await writeWorkProject(layout, "/charts");
    expect(readProject(layout.project).topology).to.deep.equal(topology);
  });
});
