import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { OperatorError } from "../../config/operator-error";
import { regionSettingsSchema } from "../../config/region-settings";
import { CONFIGURATION_PAGE, configurationPage } from "../../schemas/configuration-page";
import { standing } from "../../schemas/generated-schema";
import { crossCheckCases } from "../config/cross-check-cases";
import { projectDirectory } from "../shipped-project";

/** The cells of a row, as a reader of Markdown splits them. */
const cellsOf = (row: string): string[] =>
  row
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => cell.trim());

describe("the page about the configuration", () => {
  const page = readFileSync(join(projectDirectory, CONFIGURATION_PAGE), "utf8");
  const places = ["settings", "fields", "topology"]
    .map((name) => `<!-- table: ${name} -->\n<!-- end: ${name} -->`)
    .join("\nBy hand.\n");
  const generated = {
    kind: "page",
    file: CONFIGURATION_PAGE,
    make: configurationPage,
  } as const;

  /** Rows of a table, without its head. */
  const rows = (name: string): string[][] => {
    const [, table = ""] = page.split(new RegExp(`<!-- (?:table|end): ${name} -->`));
    const lines = table.split("\n").filter((line) => line.startsWith("|"));
    return lines.slice(2).map(cellsOf);
  };

  it("has one row of five cells for each setting", () => {
    const settings = rows("settings");
    expect(settings.map(([key]) => key)).to.deep.equal(
      Object.keys(regionSettingsSchema.shape).map((key) => `\`${key}\``),
    );
    for (const cells of settings) {
      expect(
        cells.filter((cell) => cell !== ""),
        cells[0],
      ).to.have.length(5);
    }
  });

  it("has a row for each field of a setting and of the topology, and says of all what they may be", () => {
    const fields = [...rows("fields"), ...rows("topology")];
    const keys = fields.map(([key]) => key);
    expect(keys).to.include.members([
      "`oauth2.clientId`",
      "`weaviateBackup.schedule`",
      "`topology.domain`",
      "`topology.regions[].location.latitude`",
    ]);
    for (const cells of fields) {
      expect(
        cells.filter((cell) => cell !== ""),
        cells[0],
      ).to.have.length(3);
    }
  });

  it("names every setting that is refused for another one, or for the topology", () => {
    const [, refused = ""] = page.split(/^## (?:What is refused|The topology)$/m);
    for (const { problem } of crossCheckCases) {
      const key = problem.key.replace(/^nephoran:(\w+).*$/, "$1");
      expect(refused, problem.allowed).to.contain(`\`${key}`);
    }
  });

  it("keeps what is written by hand, and does not change twice", () => {
    const made = configurationPage(places);
    expect(made.split("\nBy hand.\n")).to.have.length(3);
    expect(configurationPage(made)).to.equal(made);
    expect(standing(generated, made)).to.deep.equal({ state: "current" });
  });

  it("is stale as soon as a row is another", () => {
    const made = configurationPage(places);
    expect(standing(generated, made.replace("`docker.io`", "`quay.io`"))).to.deep.equal({
      state: "stale",
      text: made,
    });
  });

  it("says which table has lost its place, and does not begin anew without the page", () => {
    const without = page.replace("<!-- end: fields -->", "");
    expect(() => configurationPage(without)).to.throw(
      OperatorError,
      "docs/configuration.md has no place for the table fields. Put the lines " +
        "`<!-- table: fields -->` and `<!-- end: fields -->` where it belongs.",
    );
    expect(standing(generated, undefined)).to.deep.equal({
      state: "refused",
      reason: "docs/configuration.md is missing, of which only the tables are made.",
    });
  });
});
