import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { expect } from "chai";
import { OperatorError } from "../../config/operator-error";
import { stackFile } from "../../config/program-config";
import { type IdentitySettings, secretKeys, settingsOf } from "../../pki/identity-settings";
import type { IdentityStore } from "../../pki/identity-store";
import { issueAll } from "../../pki/issue";
import { PulumiStore } from "../../pki/pulumi-store";
import { repositoryRoot } from "../../sandbox/layout";
import { requireToolchain } from "../../sandbox/toolchain/toolchain";
import { eventually } from "../sandbox/processes/shell-process";
import { shippedProject } from "../shipped-project";
import { issued, newAuthority, now } from "./samples";

const REGIONS = ["us-east-1", "eu-west-1"];

describe("identities in the real engine's stacks", function () {
  this.timeout(120_000);

  let folder: string;
  let variables: NodeJS.ProcessEnv;

  beforeEach(async () => {
    const { searchPath } = await requireToolchain(["pulumi"]);
    folder = mkdtempSync(join(tmpdir(), "nephoran-pki-engine-"));
    mkdirSync(join(folder, "state"));
    mkdirSync(join(folder, "project"));
    for (const file of ["Pulumi.yaml", ...REGIONS.map(stackFile)]) {
      copyFileSync(join(repositoryRoot, file), join(folder, "project", file));
    }
    variables = {
      ...process.env,
      PATH: [searchPath, process.env["PATH"] ?? ""].join(delimiter),
      PULUMI_HOME: join(folder, "home"),
      PULUMI_BACKEND_URL: `file://${join(folder, "state")}`,
      PULUMI_CONFIG_PASSPHRASE_FILE: passphrase("right", "the right passphrase"),
      PULUMI_SKIP_UPDATE_CHECK: "true",
    };
    for (const region of REGIONS) {
      execFileSync("pulumi", ["stack", "init", region, "--no-select", "--non-interactive"], {
        ...{ cwd: join(folder, "project"), env: variables, stdio: "ignore" },
      });
    }
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const passphrase = (name: string, text: string): string => {
    const file = join(folder, name);
    writeFileSync(file, text);
    return file;
  };
  const stacks = (change: NodeJS.ProcessEnv = {}): IdentityStore =>
    new PulumiStore({
      project: join(folder, "project"),
      variables: { ...variables, ...change },
      signal: new AbortController().signal,
    });
  const files = (): string[] =>
    REGIONS.map((region) => readFileSync(join(folder, "project", stackFile(region)), "utf8"));
  const refused = async (attempt: Promise<unknown>): Promise<string> => {
    const failure = await attempt.then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(failure).to.be.instanceOf(OperatorError);
    return (failure as OperatorError).message;
  };

  it("come back as they were written, with every key encrypted in the file", async () => {
    const { identity } = await issued(await newAuthority(), "us-east-1");
    const settings = settingsOf(identity);
    await stacks().write([{ region: "us-east-1", settings }]);
    const [file = ""] = files();
    expect(file).to.not.contain("PRIVATE KEY");
    expect(file.match(/secure: /g)).to.have.length(secretKeys.length);
    expect(file).to.contain("nephoran:REGION: us-east-1").and.to.contain("# Kubernetes objects go");
    expect(revealed(await stacks().read("us-east-1"))).to.deep.equal(revealed(settings));
  });

  it("are not written anywhere if one stack's passphrase does not open it", async () => {
    const before = files();
    const authority = await newAuthority();
    const regions = REGIONS.map((region) => ({ region, hosts: [] }));
    const wrong = { PULUMI_CONFIG_PASSPHRASE_FILE: passphrase("wrong", "another one") };
    const issue = (store: IdentityStore) =>
      issueAll(authority, regions, store, {
        parts: ["mesh"],
        ...{ force: true, keepSound: false, dryRun: false, now },
      });
    // As yet there is no secret to decrypt: what fails is to encrypt.
    expect(await refused(issue(stacks(wrong)))).to.contain("incorrect passphrase");
    expect(files()).to.deep.equal(before);

    await issue(stacks());
    const written = files();
    expect(await refused(issue(stacks(wrong)))).to.equal(
      "No stack was changed: pulumi cannot read and write the configuration of us-east-1:\n" +
        "  error: incorrect passphrase\n" +
        "us-east-1 is encrypted with a passphrase: give the right one by " +
        "PULUMI_CONFIG_PASSPHRASE_FILE.",
    );
    expect(files()).to.deep.equal(written);
  });

  it("are missed in a stack that was never made", async () => {
    expect(await refused(stacks().read("us-west-2"))).to.equal(
      "No stack was changed: pulumi cannot read and write the configuration of us-west-2:\n" +
        "  error: no stack named 'us-west-2' found\n" +
        "`pulumi stack init us-west-2` makes it.",
    );
    expect(shippedProject.topology.regions.map(({ name }) => name)).to.include("us-west-2");
  });

  it("are whole after the command was killed half-way and run again", async () => {
    const before = files();
    const program = join(folder, "issue.ts");
    writeFileSync(
      program,
      `import { createAuthority } from ${quoted("pki/authority")};
       import { issueAll } from ${quoted("pki/issue")};
       import { PulumiStore } from ${quoted("pki/pulumi-store")};
       void createAuthority("nephoran", new Date()).then((authority) =>
         issueAll(
           authority,
           ${JSON.stringify(REGIONS.map((region) => ({ region, hosts: [] })))},
           new PulumiStore({
             project: ${JSON.stringify(join(folder, "project"))},
             variables: process.env,
             signal: new AbortController().signal,
           }),
           { parts: ["mesh", "cockroach-node", "cockroach-root"], force: false, keepSound: true,
             dryRun: false, now: new Date() },
         ));`,
    );
    const log = join(folder, "calls");
    const watched = watchedPulumi(log, variables["PATH"] ?? "");
    const run = () =>
      spawn(process.execPath, ["--import", "tsx", program], {
        ...{ cwd: repositoryRoot, stdio: "ignore" },
        // What it leaves aside goes with this test's folder.
        env: { ...variables, PATH: watched, TMPDIR: folder },
      });

    const killed = run();
    const ended = once(killed, "exit");
    // Two reads, then one write for each key: half of the first region's.
    await eventually(() => {
      const calls = existsSync(log) ? readFileSync(log, "utf8").length : 0;
      return Promise.resolve(calls >= 4 ? calls : undefined);
    });
    killed.kill("SIGKILL");
    await ended;
    expect(files()).to.deep.equal(before);

    expect((await once(run(), "exit"))[0]).to.equal(0);
    for (const region of REGIONS) {
      expect(Object.keys(await stacks().read(region))).to.have.length(8);
    }
  });

  /** A PATH on which \`pulumi\` leaves a mark in \`log\` whenever it is called. */
  function watchedPulumi(log: string, path: string): string {
    const bin = join(folder, "bin");
    mkdirSync(bin);
    writeFileSync(
      join(bin, "pulumi"),
      `#!/bin/sh\nprintf x >> '${log}'\nPATH='${path}' exec pulumi "$@"\n`,
      { mode: 0o755 },
    );
    return [bin, path].join(delimiter);
  }
});

const quoted = (module: string): string => JSON.stringify(join(repositoryRoot, module));

const revealed = (settings: IdentitySettings): Record<string, string> =>
  Object.fromEntries(
    Object.entries(settings).map(([key, value]) => [
      key,
      typeof value === "string" ? value : value.reveal(),
    ]),
  );
