import { mkdtempSync, readFileSync, readlinkSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { parse } from "yaml";
import { readProject } from "../../../config/files";
import { repositoryRoot, sandboxLayout, type SandboxLayout } from "../../../sandbox/layout";
import { sandboxStackFile, writeWorkProject } from "../../../sandbox/stacks/work-project";
import { shippedProject } from "../../shipped-project";

const settingsOf = (shipped: string): Record<string, unknown> =>
  (parse(sandboxStackFile(shipped, undefined, "/k")) as { config: Record<string, unknown> }).config;

describe("the sandbox's copy of the project", () => {
  const regions = shippedProject.topology.regions.map(({ name }) => name);
  let directory: string;
  let layout: SandboxLayout;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "nephoran-sandbox-"));
    layout = sandboxLayout(directory);
  });
  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  it("differs from the shipped configuration in the kubeconfig and stand-in volumes alone", async () => {
    await writeWorkProject(layout, regions);
    const { stacks } = readProject(layout.project);
    expect(stacks).to.deep.equal(
      shippedProject.stacks.map((stack) => ({
        ...stack,
        cluster: { ...stack.cluster, kubeconfig: layout.kubeconfig },
        protectStorage: false,
      })),
    );
  });

  it("links the program, so that an edit is live", async () => {
    await writeWorkProject(layout, regions);
    expect(readlinkSync(join(layout.project, "index.ts"))).to.equal(
      join(repositoryRoot, "index.ts"),
    );
  });

  it("keeps the salt that the engine wrote, and the passphrase that it belongs to", async () => {
    await writeWorkProject(layout, regions);
    const file = join(layout.project, "Pulumi.eu-west-1.yaml");
    writeFileSync(file, `${readFileSync(file, "utf8")}encryptionsalt: v1:salt\n`);
    const passphrase = readFileSync(layout.passphrase, "utf8");

    await writeWorkProject(layout, regions);
    expect(
      (parse(readFileSync(file, "utf8")) as { encryptionsalt: string }).encryptionsalt,
    ).to.equal("v1:salt");
    expect(readFileSync(layout.passphrase, "utf8")).to.equal(passphrase);
  });

  it("lets nobody else read the passphrase", async () => {
    await writeWorkProject(layout, regions);
    expect(statSync(layout.passphrase).mode & 0o077).to.equal(0);
  });

  it("keeps the comments of a stack file", () => {
    const shipped = "config:\n  # Why.\n  nephoran:REGION: eu-west-1\n";
    expect(sandboxStackFile(shipped, undefined, "/k")).to.equal(
      "config:\n  # Why.\n  nephoran:REGION: eu-west-1\n  nephoran:kubeconfig: /k\n" +
        "  nephoran:protectStorage: false\n  nephoran:allow:\n    - latest-image\n",
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
