import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { repositoryRoot } from "../../../../sandbox/layout";
import { loadEvent } from "../../../../sandbox/live/load/load-event";
import { type LoadReport, reportOf } from "../../../../sandbox/live/load/report";
import { answering, certificates, TlsEntry } from "./tls-entry";

const MAIN = join(repositoryRoot, "sandbox/live/load/main.ts");

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

describe("the command line of the load", function () {
  this.timeout(60_000);

  let folder: string;
  let entry: TlsEntry;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "load-"));
    await writeFile(join(folder, "ca.pem"), (await certificates()).authority);
    await writeFile(join(folder, "token"), "secret-of-a-user\n");
    entry = await TlsEntry.open(answering("eu-west-1"));
  });
  after(async () => {
    entry.die();
    await rm(folder, { recursive: true, force: true });
  });

  const run = (...args: readonly string[]): Promise<Ended> =>
    new Promise((resolve) => {
      const common = ["--ca", join(folder, "ca.pem"), "--token-file", join(folder, "token")];
      execFile(
        process.execPath,
        ["--import", "tsx", MAIN, ...common, ...args],
        { cwd: repositoryRoot, timeout: 50_000 },
        (error, stdout, stderr) => {
          resolve({ code: typeof error?.code === "number" ? error.code : 0, stdout, stderr });
        },
      );
    });

  it("sends the load, tells each request as a line, and ends well with the report", async () => {
    const events = join(folder, "events.jsonl");
    const { port } = entry.address;
    const { code, stdout, stderr } = await run(
      ...["--rate", "40", "--seconds", "1", "--entries", "nephoran.io", "--clients", "2"],
      ...["--address", `nephoran.io=127.0.0.1:${port}`, "--events", events, "--json"],
    );
    expect(code, stderr).to.equal(0);
    const report = JSON.parse(stdout) as LoadReport;
    expect(report).to.include({ sent: 40, ok: 40, failed: 0, triedAgain: 0 });
    const lines = (await readFile(events, "utf8")).trim().split("\n");
    const told = lines.map((line) => loadEvent.parse(JSON.parse(line)));
    expect(reportOf(report.startedAt, told)).to.deep.equal(report);
    expect(entry.seen.map(({ authorization }) => authorization)).to.deep.equal(
      Array.from({ length: 40 }, () => "Bearer secret-of-a-user"),
    );
    expect(stdout + stderr).not.to.include("secret");
  });

  it("ends with 1 where a request that may be repeated has failed, and says why in words", async () => {
    const { code, stdout } = await run(
      ...["--rate", "10", "--seconds", "0.5", "--entries", "nephoran.io", "--kinds", "get=1"],
      ...["--address", "nephoran.io=127.0.0.1:1"],
    );
    expect(code).to.equal(1);
    expect(stdout).to.include("5 of 5 repeatable ones failed");
    expect(stdout).to.include("5 x get: 127.0.0.1:1: connection refused");
  });

  it("ends well where only requests failed that may not be repeated", async () => {
    const { code, stdout } = await run(
      ...["--rate", "10", "--seconds", "0.5", "--entries", "nephoran.io", "--kinds", "post=1"],
      ...["--address", "nephoran.io=127.0.0.1:1"],
    );
    expect(stdout).to.include("0 of 0 repeatable ones failed, 5 of 5 others.");
    expect(code).to.equal(0);
  });

  it("says what is missing before it sends anything", async () => {
    const wrong = async (...args: readonly string[]): Promise<string> => {
      const ended = await run("--rate", "1", "--seconds", "1", "--entries", "nephoran.io", ...args);
      expect(ended.code).to.equal(1);
      return ended.stderr;
    };
    expect(await wrong("--kinds", "bound-get=1")).to.include(
      "name their token by --bound-token-file",
    );
    expect(await wrong("--dns", "127.0.0.1:1")).to.include("does not say where nephoran.io is");
  });
});
