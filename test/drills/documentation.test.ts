import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { type RoundKind, roundKindNames, roundKinds } from "../../drills/exercise";
import { expectedOf } from "../../drills/expectations";
import { measureNames, measures } from "../../drills/measure";
import { projectDirectory } from "../shipped-project";

/** Tables of docs/drills.md, each as rows of cells, the head first. */
const tables = readFileSync(join(projectDirectory, "docs/drills.md"), "utf8")
  .split(/\n\n/)
  .filter((block) => block.startsWith("|"))
  .map((block) =>
    block
      .trim()
      .split("\n")
      .filter((line) => !/^\|[ |-]+\|$/.test(line))
      .map((line) =>
        line
          .split("|")
          .slice(1, -1)
          .map((cell) => cell.trim()),
      ),
  );

const tableOf = (head: string) => tables.filter(([first]) => first?.[0] === head);

describe("docs/drills.md", () => {
  it("lists every mode with what it breaks", () => {
    const [modes] = tableOf("mode");
    expect(modes?.slice(1)).to.deep.equal(
      roundKindNames.map((name) => [`\`${name}\``, roundKinds[name]]),
    );
  });

  it("has the limit of every measure that is judged, and no other", () => {
    const expectations = tableOf("measure");
    const told = new Set<RoundKind>();
    for (const [head = [], ...rows] of expectations) {
      for (const [column, cell] of head.slice(1).entries()) {
        for (const [, name] of cell.matchAll(/`([a-z-]+)`/g)) {
          const kind = roundKindNames.find((known) => known === name);
          if (kind === undefined) throw new Error(`There is no mode ${String(name)}.`);
          told.add(kind);
          const limits = expectedOf(kind, { othersRate: 10, hasBound: true });
          const listed = rows.map((row) => [row[0], row[column + 1]]).filter(([, limit]) => limit);
          const expected = measureNames.flatMap((measure) => {
            const { title, unit } = measures[measure];
            const limit = limits[measure];
            if (limit === undefined) return [];
            return [[title, unit === "ms" ? `${limit / 1_000} s` : String(limit)]];
          });
          expect(listed, kind).to.deep.equal(expected);
        }
      }
    }
    expect([...told]).to.have.members(roundKindNames);
  });
});
