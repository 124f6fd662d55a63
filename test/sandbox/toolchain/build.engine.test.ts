import { expect } from "chai";
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { readEnvironment } from "../../../sandbox/toolchain/environment";
import type { BuildProgress } from "../../../sandbox/toolchain/progress";
import { ensureToolchain } from "../../../sandbox/toolchain/toolchain";
import { temporaryFolder } from "../processes/temporary-folder";
import { writeSpeaker } from "./fake-programs";

describe("a real build", function () {
  // Downloads and compiles kubeconform from nothing: 20 s on two cores.
  this.timeout(600_000);
  const folder = temporaryFolder();

  it("makes kubeconform with Go, counts every package, and leaves no build cache", async () => {
    const tools = join(folder(), "tools");
    const kubeScore = await writeSpeaker(tools, "kube-score", "kube-score version: 1.20.0");
    const user = readEnvironment();
    const environment = {
      ...user,
      path: [tools, ...user.path],
      cache: join(folder(), "cache"),
      kubebuilderAssets: undefined,
    };
    const reports: BuildProgress[] = [];
    const toolchain = await ensureToolchain(["manifest-checks"], {
      environment,
      onProgress: (event) => {
        if (event.kind === "progress") reports.push(event);
      },
    });

    const { stdout } = await promisify(execFile)(toolchain.path("kubeconform"), ["-v"]);
    expect(stdout).to.equal("v0.8.0\n");
    expect(toolchain.path("kube-score")).to.equal(kubeScore);
    expect(
      existsSync(join(toolchain.assets, "openapi-v3", "apis__apps__v1_openapi.json")),
    ).to.equal(true);

    const last = reports.at(-1);
    expect(last).to.include({ tool: "kubeconform", phase: "linking" });
    expect(last?.done).to.equal(last?.total);
    expect(last?.total).to.be.greaterThan(100);
    expect(existsSync(join(folder(), "cache", "toolchain-build"))).to.equal(false);
  });
});
