import { expect } from "chai";
import fc from "fast-check";
import { sqlStatements } from "../../state/sql-tokens";
import { identifier, literal, withVariables } from "../../state/sql-text";

const printable = fc.string({ unit: "grapheme" });
const quoting = fc.oneof(printable, fc.stringMatching(/^['"\\;-]*$/));

describe("SQL text from values", () => {
  it("quotes a name, and doubles the quotes in it", () => {
    expect(identifier('us-east-1" ; DROP')).to.equal('"us-east-1"" ; DROP"');
  });

  it("quotes a text, and doubles the quotes in it", () => {
    expect(literal("it's \\'; --")).to.equal("'it''s \\''; --'");
  });

  it("keeps every text one text, whatever is in it", () => {
    fc.assert(
      fc.property(quoting, (text) => {
        expect(sqlStatements(`${literal(text)};`)).to.deep.equal([
          [{ kind: "string", text, line: 1 }],
        ]);
      }),
    );
  });

  it("keeps every name one name, whatever is in it", () => {
    fc.assert(
      fc.property(quoting, (name) => {
        fc.pre(name !== "");
        expect(sqlStatements(`${identifier(name)};`)).to.deep.equal([
          [{ kind: "name", text: name, line: 1 }],
        ]);
      }),
    );
  });

  it("refuses control characters and an empty name", () => {
    expect(() => literal("a\u0000b")).to.throw("A text in SQL cannot hold control characters.");
    expect(() => identifier("a\u001bb")).to.throw("A name in SQL cannot hold control characters.");
    expect(() => identifier("")).to.throw("A name in SQL cannot be empty.");
  });

  it("puts values into a template by psql's notation, once and quoted", () => {
    const sql = withVariables(`GRANT :"a" TO :'b' -- a::text`, { a: ":'b'", b: `:"a"` });
    expect(sql).to.equal(`GRANT ":'b'" TO ':"a"' -- a::text`);
  });

  it("refuses a variable without a value", () => {
    expect(() => withVariables(':"zone_sync"', {})).to.throw(
      "The SQL variable zone_sync has no value.",
    );
    expect(() => withVariables(`:'constructor'`, {})).to.throw("constructor has no value.");
  });
});
