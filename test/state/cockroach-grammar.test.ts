import { expect } from "chai";
import fc from "fast-check";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { checkCockroachSql, cockroachForms } from "../../state/cockroach-grammar";
import { type JobFiles, migrationFiles, regionsFiles } from "../../state/job-scripts";
import { projectDirectory } from "../shipped-project";
import { regionsTarget } from "./samples";

describe("the check of SQL that only CockroachDB takes", () => {
  it("takes every such file of the migrations", () => {
    for (const files of [
      migrationFiles({ database: "nephoran" }),
      migrationFiles({ database: "nephoran_eu", zone: "eu" }),
    ]) {
      const only = named(files, /\.cockroachdb\.sql$/);
      expect(only).to.have.length.greaterThan(2);
      for (const [name, sql] of only) expect(checkCockroachSql(sql), name).to.deep.equal([]);
    }
  });

  it("takes every statement of the Job that reconciles regions", () => {
    const files = named(regionsFiles(regionsTarget), /\.sql$/);
    expect(files).to.have.length.greaterThan(10);
    for (const [name, sql] of files) expect(checkCockroachSql(sql), name).to.deep.equal([]);
  });

  it("has no form that nothing uses", () => {
    const used = [
      migrationFiles({ database: "nephoran" }),
      migrationFiles({ database: "nephoran_eu", zone: "eu" }),
      regionsFiles(regionsTarget),
      regionsFiles({ ...regionsTarget, backups: [] }),
    ].flatMap((files) => named(files, /\.sql$/).map(([, sql]) => sql));
    const text = used.join("\n").toUpperCase().replaceAll(/\s+/g, "");
    for (const { form } of cockroachForms) {
      const beginning = form.split(/<\w+>/).filter((part) => part.trim().length > 3);
      for (const part of beginning) expect(text, form).to.include(part.replaceAll(" ", ""));
    }
  });

  const broken: readonly (readonly [string, string, string])[] = [
    [
      "a word is misspelt",
      "ALTER TABLE t SET LOCALITY REGIONAL BY ROWS;",
      "found ROWS where ROW is expected",
    ],
    [
      "a word is missing",
      "ALTER DATABASE d ADD REGION NOT EXISTS r;",
      "found NOT where IF is expected",
    ],
    ["it cannot be repeated", 'CREATE DATABASE "d";', 'found "d" where IF is expected'],
    [
      "it ends too early",
      "ALTER DATABASE d SURVIVE REGION;",
      "found the end of the statement where FAILURE is expected",
    ],
    [
      "it goes on too long",
      "ALTER DATABASE d SURVIVE ZONE FAILURE now;",
      "found NOW where the end of the statement is expected",
    ],
    [
      "a role gets a password",
      "CREATE ROLE IF NOT EXISTS r WITH LOGIN PASSWORD 'x';",
      "found 'x' where NULL is expected",
    ],
    [
      "a setting has another name",
      "SET CLUSTER SETTING kv.rangefeeds.enabled = true;",
      "found RANGEFEEDS where RANGEFEED is expected",
    ],
    [
      "a storage parameter is one that CockroachDB has not",
      "ALTER TABLE t SET (sql_stats_histogram_collection_enabled = false);",
      "found SQL_STATS_HISTOGRAM_COLLECTION_ENABLED where SQL_STATS_AUTOMATIC_COLLECTION_ENABLED or " +
        "TTL_EXPIRATION_EXPRESSION is expected",
    ],
    [
      "a value is of the wrong kind",
      "SET CLUSTER SETTING kv.rangefeed.enabled = 'on';",
      "found 'on' where <boolean> is expected",
    ],
    [
      "a quote is open",
      'ALTER TABLE "t SET LOCALITY GLOBAL;',
      'the quote " is never closed, or there is nothing in it',
    ],
    [
      "the semicolon is missing",
      "ALTER TABLE t SET LOCALITY GLOBAL",
      "the statement has no semicolon",
    ],
    ["a semicolon ends nothing", ";", "a semicolon ends no statement"],
    [
      "it comments in blocks",
      "/* */ ALTER TABLE t SET LOCALITY GLOBAL;",
      '"/" is nothing that this check reads',
    ],
    ["PostgreSQL takes it too", "DROP TABLE t;", "found TABLE where SCHEDULES is expected"],
  ];
  for (const [why, sql, message] of broken) {
    it(`refuses a statement where ${why}`, () => {
      expect(checkCockroachSql(`-- first line\n${sql}\n`)).to.deep.equal([{ line: 2, message }]);
    });
  }

  it("reports every statement that is wrong, and none that is right", () => {
    const sql =
      "ALTER TABLE a SET LOCALITY GLOBAL;\nDROP x;\nALTER TABLE b SET LOCALITY GLOBAL;\nGRANT y;\n";
    expect(checkCockroachSql(sql).map(({ line }) => line)).to.deep.equal([2, 4]);
  });

  it("takes no form without any one of its words", () => {
    const formAndWord = fc
      .constantFrom(...cockroachForms)
      .chain(({ form }) => fc.tuple(fc.constant(form), fc.nat(form.split(" ").length - 1)));
    fc.assert(
      fc.property(formAndWord, ([form, left]) => {
        const words = form.split(" ").filter((_, at) => at !== left);
        expect(checkCockroachSql(`${filledIn(words)};`)).to.have.length(1);
      }),
    );
  });

  it("says in the documentation which forms it knows", () => {
    const page = readFileSync(join(resolve(projectDirectory), "docs/migrations.md"), "utf8");
    for (const { form } of cockroachForms) expect(page).to.include(`\`${form}\``);
  });
});

const named = (files: JobFiles, pattern: RegExp) =>
  Object.entries(files).filter(([name]) => pattern.test(name));

const filledIn = (words: readonly string[]): string =>
  words
    .join(" ")
    .replaceAll("<name>", '"n"')
    .replaceAll("<string>", "'s'")
    .replaceAll("<number>", "1")
    .replaceAll("<boolean>", "true");
