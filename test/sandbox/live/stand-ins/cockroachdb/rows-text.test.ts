import { expect } from "chai";
import { rowsText } from "../../../../../sandbox/live/stand-ins/cockroachdb/rows-text";

const columns = ["id", "locality"];
const rows = [
  ["1", "region=eu,zone=a"],
  ["2", ""],
];

describe("rows of the stand-in", () => {
  it("are CSV, TSV or a table, as CockroachDB's program writes them", () => {
    expect(rowsText(columns, rows, "csv")).to.equal('id,locality\n1,"region=eu,zone=a"\n2,');
    expect(rowsText(columns, rows, "tsv")).to.equal("id\tlocality\n1\tregion=eu,zone=a\n2\t");
    expect(rowsText(columns, rows, "table").split("\n")).to.deep.equal([
      " id | locality         ",
      "----+------------------",
      " 1  | region=eu,zone=a ",
      " 2  |                  ",
    ]);
  });

  it("have no other form", () => {
    expect(() => rowsText(columns, rows, "html")).to.throw("no format html");
  });
});
