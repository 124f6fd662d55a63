import { expect } from "chai";
import { liveRegionFiles } from "../../../sandbox/live/files";
import { isLive } from "../../../sandbox/live/status";
import { startProcess } from "../../../sandbox/processes/start";
import { stopProcess } from "../../../sandbox/processes/stop";
import { shell } from "../processes/shell-process";
import { temporaryFolder } from "../processes/temporary-folder";

describe("whether pods run for real", () => {
  const folder = temporaryFolder();

  it("is no where nothing has run", async () => {
    expect(await isLive(folder())).to.equal(false);
  });

  it("is yes where only the network has died, until all has", async () => {
    const { processes } = liveRegionFiles(folder(), "us-east-1");
    await startProcess(processes, shell(folder(), "sleep 60", "pod-runner"));
    expect(await isLive(folder())).to.equal(true);
    await stopProcess(processes, "pod-runner", 0);
    expect(await isLive(folder())).to.equal(false);
  });
});
