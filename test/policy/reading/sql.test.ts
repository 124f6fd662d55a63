import { expect } from "chai";
import { targetIn, targetsOf } from "../../../policy/reading/backups";
import { databaseOf, sqlIn } from "../../../policy/reading/sql";
import { keyedColumns, personalColumn } from "../../../policy/reading/tables";
import { resourceOf } from "../judge";

const read = (data: object) => sqlIn(resourceOf("kubernetes:core/v1:ConfigMap", "files", { data }));

describe("SQL in a ConfigMap", () => {
  it("is read statement by statement, in one line and without comments", () => {
    const text = "-- first; not one\nSELECT 1;\n\nALTER  TABLE \"a;b\"\n  SET x = 'c;d -- e';\n";
    expect(read({ "a.sql": text, "b.sh": "SELECT 2;" })).to.deep.equal([
      { path: "data.a.sql", text: "SELECT 1" },
      { path: "data.a.sql", text: "ALTER TABLE \"a;b\" SET x = 'c;d -- e'" },
    ]);
  });

  it("is for the database that stands beside it, or that it names", () => {
    const [statement] = read({ "a.sql": "ALTER TABLE x SET y;", database: "nephoran_eu\n" });
    expect(statement && databaseOf(statement)).to.equal("nephoran_eu");
    const [named] = read({ "a.sql": 'CREATE DATABASE IF NOT EXISTS "x""y"' });
    expect(named && databaseOf(named)).to.equal('x"y');
    const [plain] = read({ "a.sql": "drop database Nephoran_EU" });
    expect(plain && databaseOf(plain)).to.equal("nephoran_eu");
  });
});

describe("where statements write to", () => {
  it("is one text or a list of them", () => {
    expect(targetsOf("BACKUP DATABASE x INTO 's3://a'")).to.deep.equal(["s3://a"]);
    expect(targetsOf("BACKUP DATABASE x INTO LATEST IN ('s3://a', 's3://b''c')")).to.deep.equal([
      "s3://a",
      "s3://b'c",
    ]);
    expect(targetsOf("SELECT 'INTO'")).to.deep.equal([]);
  });

  it("is told by its URL", () => {
    expect(targetIn("s3://a/b?AWS_REGION=eu-west-1&AWS_ENDPOINT=https://x")).to.deep.equal({
      name: "a",
      place: "eu-west-1",
      endpoint: "https://x",
    });
    expect(targetIn("gs://a/b")).to.deep.equal({ name: "a" });
    expect(targetIn("nowhere")).to.equal(undefined);
  });
});

describe("columns", () => {
  it("say in their comments that they may hold personal data", () => {
    expect(
      personalColumn("COMMENT ON COLUMN intents.name IS 'May hold personal data.'"),
    ).to.deep.equal({ table: "intents", column: "name" });
    expect(personalColumn("COMMENT ON COLUMN intents.id IS 'Random.'")).to.equal(undefined);
  });

  it("are part of a key by an index, a constraint, or their own definition", () => {
    const ofA = (...columns: string[]) => columns.map((column) => ({ table: "a", column }));
    expect(keyedColumns("CREATE INDEX i ON a (b, c)")).to.deep.equal(ofA("b", "c"));
    expect(keyedColumns("CREATE TABLE a (b INT, c INT, PRIMARY KEY (b))")).to.deep.equal(ofA("b"));
    expect(keyedColumns("CREATE TABLE a (b INT PRIMARY KEY, c INT)")).to.deep.equal(ofA("b"));
    expect(
      keyedColumns("CREATE TABLE a (b INT, c TEXT CHECK (c <> ''), d INT UNIQUE)"),
    ).to.deep.equal(ofA("d"));
    expect(keyedColumns("ALTER TABLE a SET (b = c)")).to.deep.equal([]);
  });
});
