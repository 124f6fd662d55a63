import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { stringify } from "yaml";
import { alertmanagerConfiguration } from "../../../components/global-control-plane/alertmanager/configuration";
import { globalPrometheusConfiguration } from "../../../components/global-control-plane/prometheus-configuration";
import { runCommand } from "../../../sandbox/toolchain/command";
import { requireToolchain, type Toolchain } from "../../../sandbox/toolchain/toolchain";
import { promtool } from "../../monitoring/promtool";

describe("the configuration of the global control plane, by its own programs,", function () {
  this.timeout(60_000);

  let toolchain: Toolchain;
  let folder: string;
  before(async () => {
    toolchain = await requireToolchain(["monitoring"]);
    folder = mkdtempSync(join(tmpdir(), "nephoran-alertmanager-"));
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** Runs amtool on a configuration, which it finds as its last argument. */
  const amtool = async (webhookUrlFile: string | undefined, ...args: readonly string[]) => {
    const file = join(folder, "alertmanager.yml");
    writeFileSync(file, stringify(alertmanagerConfiguration(webhookUrlFile)));
    const { exitCode, output, errorLines } = await runCommand(
      toolchain.path("amtool"),
      args.map((arg) => arg.replace("FILE", file)),
      { variables: {}, timeoutMs: 30_000 },
    );
    return { exitCode, said: [output, ...errorLines].join("\n") };
  };

  for (const [what, webhookUrlFile] of [
    ["with a webhook", "/secrets/webhook-url"],
    ["without one", undefined],
  ] as const) {
    it(`is accepted by Alertmanager ${what}`, async () => {
      const { exitCode, said } = await amtool(webhookUrlFile, "check-config", "FILE");
      expect(exitCode, said).to.equal(0);
      expect(said).to.contain("1 receivers").and.to.contain("1 inhibit rules");
    });
  }

  it("tells operators of whatever alert", async () => {
    for (const severity of ["critical", "warning"]) {
      const { said } = await amtool(
        "/secrets/webhook-url",
        ...["config", "routes", "test", "--config.file=FILE", `severity=${severity}`],
      );
      expect(said.trim()).to.equal("operators");
    }
  });

  it("is accepted by Prometheus", async () => {
    const said = await promtool(
      { "prometheus.yml": globalPrometheusConfiguration("home") },
      ...["check", "config", "--syntax-only", "prometheus.yml"],
    );
    expect(said).to.contain("SUCCESS");
  });
});
