import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { guardrails } from "../../../policy/catalogue/guardrails";
import { policiesPage } from "../../../policy/catalogue/page";
import { families } from "../../../policy/rule";
import { rules } from "../../../policy/rules";
import { projectDirectory } from "../../shipped-project";

const ids = rules.map(({ id }) => id);

describe("docs/policies.md", () => {
  const page = readFileSync(join(projectDirectory, "docs/policies.md"), "utf8");

  it("is what `npm run policies` writes now", () => {
    expect(page === policiesPage(rules), "run `npm run policies`").to.equal(true);
  });

  it("has a section for each of at least 60 rules", () => {
    expect(rules.length).to.be.at.least(60);
    for (const id of ids) expect(page).to.contain(`### ${id}\n`);
  });

  it("compares every guardrail of the clouds with rules that exist", () => {
    for (const { name, rules: named } of guardrails) {
      expect(ids, name).to.include.members([...named]);
    }
  });
});

describe("the rules", () => {
  it("have an id of their own each, that begins with their family", () => {
    expect(new Set(ids).size).to.equal(ids.length);
    for (const { id, family } of rules) expect(id.startsWith(`${family}-`), id).to.equal(true);
  });

  it("are of every family, of residency the most", () => {
    const count = (family: string): number => rules.filter((rule) => rule.family === family).length;
    for (const family of families) expect(count(family), family).to.be.at.least(1);
    expect(count("residency")).to.be.at.least(22);
  });

  it("are told in sentences, with an example", () => {
    for (const { id, title, why, fix, example } of rules) {
      expect(title, id).to.match(/^[A-Z`].*[^.]$/);
      expect(why, id).to.match(/^[A-Z`].*\.$/);
      expect(fix, id).to.match(/^[A-Z`].*\.$/);
      expect(example.trim(), id).not.to.equal("");
    }
  });

  it("each have a file of their own", () => {
    const words = (text: string): string => text.replaceAll("-", "");
    for (const { id, family } of rules) {
      const file = join(projectDirectory, "policy", family, `${id.slice(family.length + 1)}.ts`);
      expect(readFileSync(file, "utf8"), words(id)).to.contain(id);
    }
  });
});
