import { mkdir, mkdtemp, readdir, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { LocalWorkspace, PulumiCommand, type Stack } from "@pulumi/pulumi/automation";
import * as random from "@pulumi/random";
import { expect } from "chai";
import { repositoryRoot } from "../../../sandbox/layout";
import { readEnvironment } from "../../../sandbox/toolchain/environment";
import { writePlugins } from "../../../sandbox/toolchain/plugins";
import { requireToolchain } from "../../../sandbox/toolchain/toolchain";

/** One of each, all of them bound to a zone. */
function oneOfEach(zone: pulumi.Input<string>) {
  const keepers = { zone };
  return {
    password: new random.RandomPassword("password", { length: 24, minSpecial: 2, keepers }),
    string: new random.RandomString("string", { length: 12, special: false, keepers }),
    id: new random.RandomId("id", { byteLength: 8, prefix: "node-", keepers }),
    bytes: new random.RandomBytes("bytes", { length: 32, keepers }),
    uuid: new random.RandomUuid("uuid", { keepers }),
    integer: new random.RandomInteger("integer", { min: 1, max: 1_000_000_000, keepers }),
  };
}

function programIn(zone: string) {
  return () => {
    const { password, string, id, bytes, uuid, integer } = oneOfEach(zone);
    return Promise.resolve({
      password: password.result,
      string: string.result,
      id: id.hex,
      bytes: bytes.base64,
      uuid: uuid.result,
      integer: integer.result,
    });
  };
}

describe("the stand-in under the real engine", function () {
  this.timeout(60_000);

  let root: string;
  let stack: Stack;

  before(async () => {
    const toolchain = await requireToolchain(["pulumi"]);
    root = await mkdtemp(join(tmpdir(), "random-provider-"));
    for (const folder of ["bin", "work", "state"]) await mkdir(join(root, folder));
    await symlink(toolchain.path("pulumi"), join(root, "bin", "pulumi"));
    // A real plugin on this machine would be preferred, so this home and PATH have none.
    await writePlugins(join(root, "bin"), repositoryRoot, readEnvironment({ HOME: root }));

    stack = await LocalWorkspace.createOrSelectStack(
      { stackName: "dev", projectName: "random", program: programIn("a") },
      {
        pulumiCommand: await PulumiCommand.get({ root }),
        workDir: join(root, "work"),
        pulumiHome: join(root, "home"),
        envVars: { PULUMI_CONFIG_PASSPHRASE: "correct horse", PULUMI_SKIP_UPDATE_CHECK: "true" },
        projectSettings: {
          name: "random",
          runtime: "nodejs",
          backend: { url: `file://${join(root, "state")}` },
        },
      },
    );
  });

  after(async () => {
    await rm(root, { recursive: true, force: true });
  });

  it("previews a secret that is unknown among defaults that are known", async () => {
    const seen: Record<string, unknown> = {};
    stack.workspace.program = async () => {
      const { password } = oneOfEach("a");
      password.result.apply(() => (seen.result = "known"));
      password.special.apply((special) => (seen.special = special));
      seen.isSecret = await pulumi.isSecret(password.result);
    };
    const { changeSummary } = await stack.preview();
    expect(changeSummary).to.deep.equal({ create: 7 });
    expect(seen).to.deep.equal({ special: true, isSecret: true });
  });

  it("creates everything; the engine warns of a plugin on the PATH and of nothing else", async () => {
    stack.workspace.program = programIn("a");
    const { summary, outputs, stdout } = await stack.up();
    expect(summary.resourceChanges).to.deep.equal({ create: 7 });
    const warnings = stdout.split("\n").filter((line) => line.startsWith("    warning: "));
    expect(warnings).to.deep.equal([
      `    warning: using pulumi-resource-random from $PATH at ${root}/bin/pulumi-resource-random`,
    ]);

    expect(outputs.password).to.deep.include({ secret: true });
    expect(outputs.password?.value).to.match(/^.{24}$/);
    expect(outputs.string?.value).to.match(/^[A-Za-z0-9]{12}$/);
    expect(outputs.id?.value).to.match(/^node-[0-9a-f]{16}$/);
    expect(outputs.bytes).to.deep.include({ secret: true });
    expect(outputs.uuid?.value).to.match(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(outputs.integer?.value).to.be.within(1, 1_000_000_000);
  });

  it("keeps the password out of the state file", async () => {
    const { password } = await stack.outputs();
    const folder = join(root, "state", ".pulumi", "stacks", "random");
    const files = (await readdir(folder)).filter((name) => name.endsWith(".json"));
    const states = await Promise.all(files.map((name) => readFile(join(folder, name), "utf8")));
    expect(states).to.have.length(1);
    expect(states[0]).to.contain("RandomPassword").and.not.contain(JSON.stringify(password?.value));
  });

  it("changes nothing the second time, nor after a refresh", async () => {
    const before = await stack.outputs();
    expect((await stack.up()).summary.resourceChanges).to.deep.equal({ same: 7 });
    expect((await stack.refresh()).summary.resourceChanges).to.deep.equal({ same: 7 });
    const { summary, outputs } = await stack.up();
    expect(summary.resourceChanges).to.deep.equal({ same: 7 });
    expect(outputs).to.deep.equal(before);
  });

  it("announces a replacement while a keeper is unknown", async () => {
    let known = false;
    stack.workspace.program = () => {
      const zone = new random.RandomUuid("zone").result;
      oneOfEach(zone).password.result.apply(() => (known = true));
      return Promise.resolve();
    };
    const { changeSummary } = await stack.preview();
    expect(changeSummary).to.deep.equal({ create: 1, replace: 6, same: 1 });
    expect(known).to.equal(false);
  });

  it("replaces everything when a keeper changes", async () => {
    const before = await stack.outputs();
    stack.workspace.program = programIn("b");
    const { summary, outputs } = await stack.up();
    expect(summary.resourceChanges).to.deep.equal({ replace: 6, same: 1 });
    for (const name of Object.keys(before)) {
      expect(outputs[name]?.value).to.not.equal(before[name]?.value);
    }
  });

  it("refuses impossible inputs at the preview and names the property", async () => {
    stack.workspace.program = () => {
      new random.RandomPassword("password", { length: 3, minUpper: 4 });
      return Promise.resolve();
    };
    const failure = await stack.preview().then(
      () => "accepted",
      (error: unknown) => (error as Error).message,
    );
    expect(failure).to.contain(
      "property length value {3} has a problem: expected at least 4, the sum of the min* inputs",
    );
  });

  it("imports a password, which is then like any other", async () => {
    stack.workspace.program = () => {
      const options = { import: "correct horse" };
      const { result } = new random.RandomPassword("old", { length: 13 }, options);
      return Promise.resolve({ result });
    };
    const imported = await stack.up();
    expect(imported.summary.resourceChanges).to.deep.equal({ import: 1, delete: 6, same: 1 });
    expect(imported.outputs.result).to.deep.equal({ value: "correct horse", secret: true });
    expect((await stack.up()).summary.resourceChanges).to.deep.equal({ same: 2 });
  });

  it("leaves nothing behind after destroy", async () => {
    await stack.destroy();
    const { deployment } = (await stack.exportStack()) as { deployment: { resources?: unknown[] } };
    expect(deployment.resources ?? []).to.deep.equal([]);
  });
});
