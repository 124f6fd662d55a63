import { expect } from "chai";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { regionsFiles, type RegionsTarget } from "../../state/job-scripts";
import { regionsTarget } from "./samples";
import { runScript } from "./scripted-cockroach";

const CLUSTER = "*'SHOW REGIONS FROM CLUSTER'*)";
const ALL_JOINED = `${CLUSTER} printf 'region\\neu-west-1\\nus-east-1\\nus-west-2\\n' ;;`;
const HAS_NONE = "*count-regions*) printf 'count\\n0\\n' ;;";
const HAS_THREE = "*count-regions*) printf 'count\\n3\\n' ;;";

const target: RegionsTarget = {
  zones: regionsTarget.zones,
  backups: regionsTarget.backups,
  databases: regionsTarget.databases.filter(({ name }) => name === "nephoran"),
};
const files = regionsFiles(target);

describe("regions.sh", () => {
  it("sets up a cluster in which all regions are there", async () => {
    const growing = "*count-regions*) if [ $times = 0 ]; then echo 0; else echo 3; fi ;;";
    const end = await runScript("regions.sh", files, `${ALL_JOINED}\n${growing}`);
    const regions = "ask SELECT region FROM [SHOW REGIONS FROM CLUSTER] ORDER BY region";
    expect(end.calls).to.deep.equal([
      "ask SELECT 1",
      "run settings.sql",
      "run nephoran-create.sql",
      regions,
      "run nephoran-count-regions.sql",
      "run nephoran-first-region.sql",
      regions,
      "run nephoran-region-us-east-1.sql",
      regions,
      "run nephoran-region-eu-west-1.sql",
      regions,
      "run nephoran-region-us-west-2.sql",
      "run nephoran-primary-region.sql",
      "run nephoran-count-regions.sql",
      "run nephoran-survival.sql",
      "run backup-nephoran.sql",
    ]);
    expect(end).to.deep.include({
      exitCode: 0,
      stderr: "",
      stdout: "Regions, survival goals, settings and backups are as planned.\n",
    });
  });

  it("does not give a first region to a database that has regions", async () => {
    const { calls } = await runScript("regions.sh", files, `${ALL_JOINED}\n${HAS_THREE}`);
    expect(calls).to.not.include("run nephoran-first-region.sql");
    expect(calls).to.include("run nephoran-survival.sql");
  });

  it("raises survival only once the database has three regions", async () => {
    const two = "*count-regions*) printf 'count\\n2\\n' ;;";
    const { calls, exitCode } = await runScript("regions.sh", files, `${ALL_JOINED}\n${two}`);
    expect(exitCode).to.equal(0);
    expect(calls).to.not.include("run nephoran-survival.sql");
  });

  it("waits for a region that joins later", async () => {
    const late = `${CLUSTER} printf 'us-east-1\\neu-west-1\\n'; [ $times -lt 4 ] || echo us-west-2 ;;`;
    const { calls, exitCode } = await runScript("regions.sh", files, `${late}\n${HAS_THREE}`);
    expect(exitCode).to.equal(0);
    expect(calls).to.include("run nephoran-region-us-west-2.sql");
  });

  it("does everything else, then names the regions that are missing", async () => {
    const joined = `${CLUSTER} printf 'region\\nus-east-1\\n' ;;`;
    const end = await runScript("regions.sh", files, `${joined}\n${HAS_NONE}`, {
      REGION_WAIT_SECONDS: "0",
    });
    expect(end.exitCode).to.equal(4);
    expect(end.stderr).to.equal(
      "No node of these regions has joined within 0 s: eu-west-1 us-west-2. Everything else is done. " +
        "Deploy them, then run this Job again.\n",
    );
    expect(end.calls.at(-1)).to.equal("run backup-nephoran.sql");
    expect(end.calls).to.not.include("run nephoran-region-eu-west-1.sql");
  });

  it("does not take a region for another whose name contains its own", async () => {
    const joined = `${CLUSTER} printf 'us-east-10\\nxus-east-1\\n' ;;`;
    const end = await runScript("regions.sh", files, joined, { REGION_WAIT_SECONDS: "0" });
    expect(end.exitCode).to.equal(4);
    expect(end.stderr).to.equal(
      "No node of region us-east-1 has joined within 0 s. Is the region deployed?\n",
    );
    expect(end.calls).to.not.include("run nephoran-first-region.sql");
  });

  for (const error of [
    "restart transaction\\nSQLSTATE: 40001",
    "result is ambiguous\\nSQLSTATE: 40003",
    "server is shutting down\\nSQLSTATE: 57P01",
    "cannot dial server.",
    "connection lost.",
  ]) {
    it(`runs SQL again after: ${error.split("\\n").join(", ")}`, async () => {
      const flaky = `*settings.sql) [ $times -ge 2 ] || fail "$(printf '${error}')" ;;`;
      const answers = `${flaky}\n${ALL_JOINED}\n${HAS_THREE}`;
      const { exitCode, calls } = await runScript("regions.sh", files, answers);
      expect(exitCode).to.equal(0);
      expect(calls.filter((call) => call === "run settings.sql")).to.have.length(3);
    });
  }

  it("gives up after ten attempts", async () => {
    const always = "*settings.sql) fail 'SQLSTATE: 40001' ;;";
    const { exitCode, calls, stderr } = await runScript("regions.sh", files, always);
    expect(exitCode).to.equal(2);
    expect(calls.filter((call) => call === "run settings.sql")).to.have.length(10);
    expect(stderr).to.equal(
      "settings.sql was tried 10 times. Are the database's nodes well?\nERROR: SQLSTATE: 40001\n",
    );
  });

  it("stops at once at an error that stays", async () => {
    const wrong = "*settings.sql) fail 'syntax error SQLSTATE: 42601' ;;";
    const { exitCode, calls, stderr } = await runScript("regions.sh", files, wrong);
    expect(exitCode).to.equal(1);
    expect(calls.filter((call) => call === "run settings.sql")).to.have.length(1);
    expect(stderr).to.equal(
      "settings.sql failed. Mend it and run the Job again; what was done stays done.\n" +
        "ERROR: syntax error SQLSTATE: 42601\n",
    );
  });

  it("refuses a count that is no number", async () => {
    const { exitCode } = await runScript(
      "regions.sh",
      files,
      `${ALL_JOINED}\n*count*) echo many ;;`,
    );
    expect(exitCode).to.equal(1);
  });

  it("wants a whole number of seconds, and a host", async () => {
    const wait = await runScript("regions.sh", files, "", { REGION_WAIT_SECONDS: "10m" });
    expect(wait.exitCode).to.equal(64);
    expect(wait.stderr).to.equal(
      "REGION_WAIT_SECONDS is '10m'. Give it a whole number of seconds.\n",
    );
    const host = await runScript("regions.sh", files, "", { COCKROACH_HOST: "" });
    expect(host.exitCode).to.equal(64);
    expect(host.calls).to.deep.equal([]);
  });

  describe("with a licence", () => {
    const license = `crl-0-${randomBytes(24).toString("base64")}`;
    let folder: string;
    before(() => {
      folder = mkdtempSync(join(tmpdir(), "nephoran-licence-"));
    });
    after(() => {
      rmSync(folder, { recursive: true, force: true });
    });

    function withLicense(content: string) {
      const path = join(folder, "license");
      writeFileSync(path, content);
      return regionsFiles({ ...target, license: { path } });
    }

    it("gives it to CockroachDB through standard input, never as an argument or a message", async () => {
      const end = await runScript(
        "regions.sh",
        withLicense(`${license}\n`),
        `${ALL_JOINED}\n${HAS_THREE}`,
      );
      expect(end.exitCode).to.equal(0);
      expect(end.stdin).to.equal(`SET CLUSTER SETTING enterprise.license = '${license}';\n`);
      expect([...end.calls, end.stdout, end.stderr].join()).to.not.include(license);
    });

    it("does not print it when CockroachDB refuses it", async () => {
      const refusing = `'') fail 'invalid license ${license}' ;;`;
      const end = await runScript("regions.sh", withLicense(license), refusing);
      expect(end.exitCode).to.equal(1);
      expect(end.stdout + end.stderr).to.equal(
        `CockroachDB did not take the licence that is in ${join(folder, "license")}. ` +
          "Is it complete, and not expired?\n",
      );
    });

    it("refuses what would end its quotes", async () => {
      const end = await runScript("regions.sh", withLicense("x'; DROP DATABASE nephoran; --"));
      expect(end.exitCode).to.equal(64);
      expect(end.stdin).to.equal("");
    });
  });
});
