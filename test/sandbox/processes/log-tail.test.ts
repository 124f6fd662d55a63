import { expect } from "chai";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { lastLines } from "../../../sandbox/processes/log-tail";
import { temporaryFolder } from "./temporary-folder";

describe("the end of a log", () => {
  const folder = temporaryFolder();
  const file = () => join(folder(), "log");

  it("is its last lines, also one that is not finished", async () => {
    await writeFile(file(), "one\ntwo\nthree");
    expect(await lastLines(file(), 2)).to.deep.equal(["two", "three"]);
  });

  it("has no part of a line, however long the log is", async () => {
    const lines = Array.from({ length: 20_000 }, (_, n) => `line ${String(n)}`);
    await writeFile(file(), `${lines.join("\n")}\n`);
    const end = await lastLines(file(), 15_000);
    expect(end.length).to.be.within(1_000, 14_999);
    expect(end).to.deep.equal(lines.slice(-end.length));
  });

  it("is empty where there is no log", async () => {
    expect(await lastLines(join(folder(), "absent"), 3)).to.deep.equal([]);
  });
});
