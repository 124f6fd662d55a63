import { expect } from "chai";
import fc from "fast-check";
import { promiseRow, promisesPage } from "../../promises/page";
import type { ProductPromise } from "../../promises/promise";

const kept: ProductPromise = {
  promise: "Kept",
  state: "works",
  check: { where: "anywhere", command: "true", shows: /^$/ },
  figure: "4 s",
};
const stoodIn: ProductPromise = {
  promise: "Stood in",
  state: "stand-in",
  standIn: "KWOK's pods, which run nothing",
  check: { where: "sandbox", command: "kubectl get pods", shows: /./ },
};
const open: ProductPromise = {
  promise: "Open",
  state: "not yet",
  needs: ["the state synchronizer", "backups", "alerts"],
};

/** The cells of a row, as a reader of Markdown splits them. */
const cellsOf = (row: string): string[] =>
  row
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => cell.trim().replaceAll("\\|", "|"));

describe("the page of promises", () => {
  it("says where a kept promise is shown, and with which figure", () => {
    expect(cellsOf(promiseRow(kept))).to.deep.equal(["Kept", "`true`", "works, anywhere", "4 s"]);
  });

  it("names the stand-in", () => {
    expect(cellsOf(promiseRow(stoodIn))[2]).to.equal(
      "stand-in, sandbox: KWOK's pods, which run nothing",
    );
  });

  it("names all that an open promise waits for, and needs no command for it", () => {
    expect(cellsOf(promiseRow(open))).to.deep.equal([
      "Open",
      "",
      "not yet: needs the state synchronizer, backups and alerts",
      "",
    ]);
  });

  it("counts the states of each area and of all", () => {
    const page = promisesPage([
      { title: "First", promises: [kept, open] },
      { title: "Second", promises: [stoodIn, open, open] },
    ]);
    expect(page).to.contain(
      [
        "| area | works | stand-in | not yet | in all |",
        "| --- | --: | --: | --: | --: |",
        "| First | 1 | 0 | 1 | 2 |",
        "| Second | 0 | 1 | 2 | 3 |",
        "| **all** | 1 | 1 | 3 | 5 |",
      ].join("\n"),
    );
  });

  it("keeps four cells and the command as it is, whatever bars and backticks it has", () => {
    const character = fc.constantFrom("|", "`", "a", " ", "$", "'", '"', "<", ";");
    const command = fc.string({ unit: character, minLength: 1 }).filter((text) => /\S/.test(text));
    fc.assert(
      fc.property(command, (text) => {
        const cells = cellsOf(promiseRow({ ...kept, check: { ...kept.check, command: text } }));
        expect(cells).to.have.length(4);
        const [, fence = "", code] = /^(`+)(.*)\1$/.exec(cells[1] ?? "") ?? [];
        expect(code?.includes(fence)).to.equal(false);
        expect(text.includes("`") ? code?.slice(1, -1) : code).to.equal(text);
      }),
    );
  });
});
