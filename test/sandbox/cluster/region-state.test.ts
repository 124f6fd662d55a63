import { expect } from "chai";
import { mkdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ClusterError } from "../../../sandbox/cluster/failure";
import { readRegions, writeRegion } from "../../../sandbox/cluster/region-state";
import { regionFiles } from "../../../sandbox/cluster/state-files";
import { temporaryFolder } from "../processes/temporary-folder";

const region = (name: string, index: number) => ({
  name,
  zones: [`${name}a`],
  features: ["edge-computing"],
  index,
  portBase: 26400,
});

describe("what is kept of a region", () => {
  const folder = temporaryFolder();

  it("comes back as it was written, in order of index", async () => {
    await writeRegion(folder(), region("eu-west-1", 1));
    await writeRegion(folder(), region("us-east-1", 0));
    expect(await readRegions(folder())).to.deep.equal([
      region("us-east-1", 0),
      region("eu-west-1", 1),
    ]);
  });

  it("has no features where it was written before they mattered", async () => {
    await writeRegion(folder(), region("eu-west-1", 1));
    const { features, ...before } = region("eu-west-1", 1);
    expect(features).not.to.deep.equal([]);
    await writeFile(regionFiles(folder(), "eu-west-1").state, JSON.stringify(before));
    expect(await readRegions(folder())).to.deep.equal([{ ...before, features: [] }]);
  });

  it("is in a folder that other users cannot enter", async () => {
    await writeRegion(folder(), region("eu-west-1", 1));
    const { mode } = await stat(regionFiles(folder(), "eu-west-1").folder);
    expect(mode & 0o777).to.equal(0o700);
  });

  it("is nothing where nothing was started", async () => {
    expect(await readRegions(join(folder(), "absent"))).to.deep.equal([]);
    await mkdir(regionFiles(folder(), "cut-off").folder, { recursive: true });
    expect(await readRegions(folder())).to.deep.equal([]);
  });

  it("is refused when its file was changed to what cannot be", async () => {
    await writeRegion(folder(), region("eu-west-1", 1));
    const file = regionFiles(folder(), "eu-west-1").state;
    await writeFile(file, JSON.stringify({ ...region("eu-west-1", 1), index: 64 }));
    const error = await readRegions(folder()).catch((e: unknown) => e);
    expect(error).to.be.an.instanceOf(ClusterError);
    expect((error as ClusterError).code).to.equal("bad-state");
    expect((error as ClusterError).message).to.equal(
      `${file} does not describe a region: restore it, or end the processes recorded beside it and delete its folder`,
    );
  });
});
