import { execFileSync, spawnSync } from "node:child_process";
import { lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { readProject } from "../config/files";
import { stackFile } from "../config/program-config";
import { captureAll } from "../render/capture";
import { regionManifests, writeManifests } from "../render/write";
import { sharedSandbox, type SharedSandbox, UP_TIMEOUT_MS } from "./engine-sandbox";

const noSignal = new AbortController().signal;
const UP = ["up", "--yes", "--skip-preview"];
const REGION = "eu-west-1";

/** What must not be seen. Made up here, so that it means nothing anywhere. */
const CANARY = "canary-of-the-secrets-test";

describe("a secret of a region", function () {
  this.timeout(240_000);

  let sandbox: SharedSandbox;
  let stackFileBefore: string;
  /** Everything that the commands of this test have printed. */
  const printed: string[] = [];

  /** Runs a command to its end, keeps all that it prints, and answers what it prints as its result. */
  const run = (program: string, args: readonly string[], input?: string): string => {
    const { status, stdout, stderr } = spawnSync(program, args, {
      cwd: sandbox.layout.project,
      env: sandbox.environment,
      encoding: "utf8",
      maxBuffer: 64 * 1024 * 1024,
      ...(input === undefined ? {} : { input }),
    });
    printed.push(stdout, stderr);
    expect(status, `${program} ${args.join(" ")}\n${stderr}`).to.equal(0);
    return stdout;
  };
  const pulumi = (...args: string[]): string => run("pulumi", [...args, "--stack", REGION]);
  const inCluster = (name: string, key: string): string =>
    Buffer.from(
      execFileSync(
        "kubectl",
        ["--context", REGION, "get", "secret", name, `-o=jsonpath={.data.${key}}`],
        { env: sandbox.environment, encoding: "utf8" },
      ),
      "base64",
    ).toString();

  before(async function () {
    this.timeout(UP_TIMEOUT_MS);
    sandbox = await sharedSandbox();
    const file = join(sandbox.layout.project, stackFile(REGION));
    stackFileBefore = readFileSync(file, "utf8");
    run("pulumi", ["config", "set", "--secret", "oauth2ClientSecret", "--stack", REGION], CANARY);
    await sandbox.engine.run(REGION, UP, noSignal);
  });

  after(async () => {
    writeFileSync(join(sandbox.layout.project, stackFile(REGION)), stackFileBefore);
    await sandbox.engine.run(REGION, UP, noSignal);
  });

  it("reaches the pods that need it", () => {
    expect(inCluster("llm-processor-regional-secrets", "oauth2-client-secret")).to.equal(CANARY);
  });

  it("is shown to who asks for it with the right to decrypt it", () => {
    const shown = execFileSync(
      "pulumi",
      ["stack", "output", "regionSecrets", "--json", "--show-secrets", "--stack", REGION],
      { cwd: sandbox.layout.project, env: sandbox.environment, encoding: "utf8" },
    );
    expect(JSON.parse(shown)).to.deep.include({ schemaVersion: 1, oauth2ClientSecret: CANARY });
  });

  it("is found nowhere else: state, logs, outputs, previews, stack files, rendered files", async () => {
    const generated = inCluster("weaviate-api-key", "api-key");
    expect(generated).to.have.length(32);

    pulumi("stack", "output", "--json");
    pulumi("stack", "export");
    pulumi("preview", "--diff", "--refresh");
    pulumi("config");
    run("kubectl", [
      ...["--context", REGION, "get", "all,configmaps,networkpolicies,events,pvc"],
      ...["--all-namespaces", "--output=json", "--show-managed-fields"],
    ]);
    const rendered = mkdtempSync(join(tmpdir(), "nephoran-canary-"));
    try {
      const captures = await captureAll(readProject(sandbox.layout.project));
      writeManifests(join(rendered, "out"), captures.map(regionManifests));
      const { backend, engineLogs, project } = sandbox.layout;
      const files = [backend, engineLogs, project, rendered].flatMap(filesBelow);
      expect(files.length).to.be.greaterThan(50);
      for (const secret of [CANARY, generated]) {
        const traces = [secret, Buffer.from(secret).toString("base64").replace(/=+$/, "")];
        const seen = (text: string): boolean => traces.some((trace) => text.includes(trace));
        expect(files.filter((file) => seen(readFileSync(file, "latin1")))).to.deep.equal([]);
        expect(printed.filter(seen)).to.deep.equal([]);
      }
    } finally {
      rmSync(rendered, { recursive: true });
    }
  });

  it("is refused in clear, without being repeated", async () => {
    const file = join(sandbox.layout.project, stackFile(REGION));
    const encrypted = readFileSync(file, "utf8");
    writeFileSync(
      file,
      encrypted.replace(/oauth2ClientSecret:\n +secure: .*/, `oauth2ClientSecret: ${CANARY}`),
    );
    try {
      const failure = await sandbox.engine.run(REGION, ["preview"], noSignal).then(
        () => "passed",
        (error: unknown) => (error as Error).message,
      );
      expect(failure).to.contain("nephoran:oauth2ClientSecret is not encrypted");
      expect(failure).to.contain("pulumi config set --secret oauth2ClientSecret");
      expect(failure).to.not.contain(CANARY);
    } finally {
      writeFileSync(file, encrypted);
    }
  });
});

/** Files below a folder, without what is only linked into it. */
function filesBelow(directory: string): string[] {
  return readdirSync(directory).flatMap((name) => {
    const path = join(directory, name);
    const entry = lstatSync(path);
    if (entry.isDirectory()) return filesBelow(path);
    return entry.isFile() ? [path] : [];
  });
}
