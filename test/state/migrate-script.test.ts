import { expect } from "chai";
import { migrationFiles } from "../../state/job-scripts";
import { runScript } from "./scripted-cockroach";

const files = migrationFiles({ database: "nephoran_eu", zone: "eu" });
const manifest = (files["manifest"] ?? "").trimEnd().split("\n");
const [first = ""] = manifest;
const recorded = (lines: readonly string[]) =>
  `*'FROM schema_migrations'*) printf 'name\\tsha256\\n%b' '${lines
    .map((line) => `${line.replace(" ", "\\t")}\\n`)
    .join("")}' ;;`;
const READ = "in nephoran_eu ask SELECT name, sha256 FROM schema_migrations ORDER BY name";
const record = (line: string) => {
  const [name = "", sha256 = ""] = line.split(" ");
  return (
    `in nephoran_eu ask INSERT INTO schema_migrations (name, sha256) VALUES ('${name}', '${sha256}') ` +
    "ON CONFLICT (name) DO NOTHING"
  );
};

describe("migrate.sh", () => {
  it("runs every file in its database, in order, and records each one after it", async () => {
    const { calls, exitCode } = await runScript("migrate.sh", files, recorded([]));
    expect(exitCode).to.equal(0);
    expect(calls).to.deep.equal([
      "ask SELECT 1",
      "in nephoran_eu run schema-migrations.sql",
      READ,
      ...manifest.flatMap((line) => [
        `in nephoran_eu run ${line.split(" ")[0] ?? ""}`,
        record(line),
      ]),
      READ,
    ]);
  });

  it("runs only what is not recorded", async () => {
    const { calls } = await runScript("migrate.sh", files, recorded(manifest.slice(0, -1)));
    const last = manifest.at(-1) ?? "";
    expect(calls.slice(3, -1)).to.deep.equal([
      `in nephoran_eu run ${last.split(" ")[0] ?? ""}`,
      record(last),
    ]);
  });

  it("runs a file again whose outcome is unknown", async () => {
    const name = first.split(" ")[0] ?? "";
    const flaky = `*${name}) [ $times -ge 1 ] || fail 'connection lost' ;;`;
    const { calls, exitCode, stdout } = await runScript(
      "migrate.sh",
      files,
      `${flaky}\n${recorded([])}`,
    );
    expect(exitCode).to.equal(0);
    expect(calls.filter((call) => call === `in nephoran_eu run ${name}`)).to.have.length(2);
    expect(stdout).to.include(
      `nephoran_eu: ${name}: attempt 1 failed with an error that passes by itself; it is run again.\n`,
    );
  });

  it("says so if somebody else recorded another content meanwhile", async () => {
    const changed = recorded([`${first.slice(0, -4)}0000`]);
    const answers = `*'FROM schema_migrations'*) if [ $times -ge 1 ]; then case x in x) ${changed.slice(
      changed.indexOf(")") + 1,
      -3,
    )} ;; esac; fi ;;`;
    const { exitCode, stderr } = await runScript("migrate.sh", files, answers);
    expect(exitCode).to.equal(3);
    expect(stderr).to.include("Applied to nephoran_eu before, and changed since: ");
  });

  it("waits for a database that is not there yet", async () => {
    const late = "'ask SELECT 1') [ $times -ge 3 ] || fail 'cannot dial server.' ;;";
    const { exitCode, stdout } = await runScript(
      "migrate.sh",
      files,
      `${late}\n${recorded(manifest)}`,
    );
    expect(exitCode).to.equal(0);
    expect(stdout).to.equal(
      "Waiting up to 300 s for db:26257.\nnephoran_eu is at its newest version; 0 files were run.\n",
    );
  });

  it("refuses files that are incomplete", async () => {
    expect((await runScript("migrate.sh", { ...files, manifest: "" })).exitCode).to.equal(64);
    expect((await runScript("migrate.sh", { ...files, database: "" })).exitCode).to.equal(64);
  });
});
