import { mkdtempSync, readFileSync, readlinkSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import { readProject } from "../../../config/files";
import { repositoryRoot, sandboxLayout, type SandboxLayout } from "../../../sandbox/layout";
import { sandboxStackFile, writeWorkProject } from "../../../sandbox/stacks/work-project";
import { shippedProject } from "../../shipped-project";

const fresh = { kubeconfig: "/k", charts: "/charts", engine: { identity: {} } };

const settingsOf = (shipped: string): Record<string, unknown> =>
  (parse(sandboxStackFile(shipped, fresh)) as { config: Record<string, unknown> }).config;

describe("the sandbox's copy of the project", () => {
  let directory: string;
  let layout: SandboxLayout;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "nephoran-sandbox-"));
    layout = sandboxLayout(directory);
  });
  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  it("differs from the shipped configuration in the kubeconfig, the charts and stand-in volumes alone", async () => {
    await writeWorkProject(layout, "/charts");
    const { stacks } = readProject(layout.project);
    expect(stacks).to.deep.equal(
      shippedProject.stacks.map((stack) => ({
        ...stack,
        cluster: { ...stack.cluster, kubeconfig: layout.kubeconfig },
        protectStorage: false,
        istio: { ...stack.istio, charts: { directory: "/charts" } },
      })),
    );
  });

  it("links the program, so that an edit is live", async () => {
    await writeWorkProject(layout, "/charts");
    expect(readlinkSync(join(layout.project, "index.ts"))).to.equal(
      join(repositoryRoot, "index.ts"),
    );
  });

  it("keeps the salt that the engine wrote, the identity, and the passphrase that they belong to", async () => {
    await writeWorkProject(layout, "/charts");
    const file = join(layout.project, "Pulumi.eu-west-1.yaml");
    const identity = "  nephoran:meshCaKey:\n    secure: v1:key\n";
    writeFileSync(file, `${readFileSync(file, "utf8")}${identity}encryptionsalt: v1:salt\n`);
    const passphrase = readFileSync(layout.passphrase, "utf8");

    await writeWorkProject(layout, "/charts");
    const kept = parse(readFileSync(file, "utf8")) as Record<string, unknown>;
    expect(kept).to.include({ encryptionsalt: "v1:salt" });
    expect(kept["config"]).to.deep.include({ "nephoran:meshCaKey": { secure: "v1:key" } });
    expect(readFileSync(layout.passphrase, "utf8")).to.equal(passphrase);
  });

  it("lets nobody else read the passphrase", async () => {
    await writeWorkProject(layout, "/charts");
    expect(statSync(layout.passphrase).mode & 0o077).to.equal(0);
  });

  it("keeps the comments of a stack file", () => {
    const shipped = "config:\n  # Why.\n  nephoran:REGION: eu-west-1\n";
    expect(sandboxStackFile(shipped, fresh)).to.equal(
      "config:\n  # Why.\n  nephoran:REGION: eu-west-1\n  nephoran:kubeconfig: /k\n" +
        "  nephoran:protectStorage: false\n  nephoran:istio:\n    charts: /charts\n" +
        "  nephoran:allow:\n    - latest-image\n",
    );
  });

  it("lets volumes go though the stack file protects them", () => {
    const shipped = "config:\n  nephoran:protectStorage: true\n";
    expect(settingsOf(shipped)).to.include({ "nephoran:protectStorage": false });
  });

  it("allows what the stack file allows, and any image", () => {
    const allowing = (list: string) => `config:\n  nephoran:allow: ${list}\n`;
    for (const [list, all] of [
      ["[]", ["latest-image"]],
      ["[capacity-mismatch]", ["capacity-mismatch", "latest-image"]],
      ["[latest-image, capacity-mismatch]", ["latest-image", "capacity-mismatch"]],
    ] as const) {
      expect(settingsOf(allowing(list))["nephoran:allow"]).to.deep.equal(all);
    }
  });
});
