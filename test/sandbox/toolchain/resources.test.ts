import { expect } from "chai";
import { join } from "node:path";
import { ToolchainError } from "../../../sandbox/toolchain/failure";
import {
  assertRoom,
  bytesText,
  collectorSettings,
  freeDiskBytes,
  ROOMY_MEMORY_BYTES,
} from "../../../sandbox/toolchain/resources";
import { temporaryFolder } from "../processes/temporary-folder";

describe("the resources of a build", () => {
  const folder = temporaryFolder();

  it("refuse to start on a disk that is too full, with what is needed, where, and what to do", () => {
    const attempt = () => {
      assertRoom(13e9, 4.2e9, "/home/ann/.cache/nephoran");
    };
    expect(attempt).to.throw(
      ToolchainError,
      /^building the missing tools takes about 13\.0 GB in \/home\/ann\/\.cache\/nephoran meanwhile, and there are 4\.2 GB free\. Make room there, or set NEPHORAN_CACHE to a folder on a larger disk\.$/,
    );
    try {
      attempt();
    } catch (error) {
      expect((error as ToolchainError).code).to.equal("disk-full");
    }
  });

  it("are enough with exactly what is needed", () => {
    expect(() => {
      assertRoom(13e9, 13e9, "/x");
    }).to.not.throw();
  });

  it("are counted on the disk of a folder that does not exist yet", async () => {
    const free = await freeDiskBytes(join(folder(), "not", "there"));
    expect(free).to.be.greaterThan(0);
    expect(free).to.be.closeTo(await freeDiskBytes(folder()), 2e9);
  });

  it("let Go use more memory only where there is plenty", () => {
    expect(collectorSettings(ROOMY_MEMORY_BYTES)).to.deep.equal({ GOGC: "400" });
    expect(collectorSettings(ROOMY_MEMORY_BYTES - 1)).to.deep.equal({});
  });

  it("are told in units that people read", () => {
    expect([12_345_000_000, 1e9, 34_400_000].map(bytesText)).to.deep.equal([
      "12.3 GB",
      "1.0 GB",
      "34 MB",
    ]);
  });
});
