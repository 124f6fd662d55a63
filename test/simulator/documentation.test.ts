import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { faultSchema } from "../../simulator/faults/fault";
import { invariants } from "../../simulator/invariants/invariants";
import { projectDirectory } from "../shipped-project";
import { broken } from "./broken";

/** Rows of all tables of docs/simulator.md, by their cells. */
const rows = readFileSync(join(projectDirectory, "docs", "simulator.md"), "utf8")
  .split("\n")
  .filter((line) => line.startsWith("|"))
  .map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );

describe("docs/simulator.md", () => {
  it("lists every invariant, with what has been broken to see it fail", () => {
    const start = rows.findIndex(([first]) => first === "invariant") + 2;
    expect(rows.slice(start, start + invariants.length)).to.deep.equal(
      invariants.map(({ id, sentence }) => [
        `\`${id}\``,
        sentence,
        broken.find(({ invariant }) => invariant === id)?.how,
      ]),
    );
  });

  it("lists every kind of event", () => {
    const start = rows.findIndex(([first]) => first === "kind") + 2;
    const listed = rows.slice(start).flatMap(([first = ""]) => first.match(/[a-z-]+/g) ?? []);
    const kinds = faultSchema.options.map(({ shape }) => shape.kind.value);
    expect(listed.sort()).to.deep.equal([...kinds].sort());
  });
});
