import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { pkiCommand } from "../../../cli/pki/command";
import { identities } from "../../../config/mesh-settings";
import { projectDirectory } from "../../shipped-project";

const page = readFileSync(join(projectDirectory, "docs", "pki.md"), "utf8");

describe("the page about certificates", () => {
  it("names only verbs and options that there are", () => {
    const commands = [...page.matchAll(/npx nephoran pki ([a-z]+)([^`#\n]*)/g)];
    expect(commands.length).to.be.greaterThan(15);
    for (const [text, verb, rest = ""] of commands) {
      const command = pkiCommand().commands.find((each) => each.name() === verb);
      expect(command, text).to.not.equal(undefined);
      const known = command?.options.map(({ long }) => long) ?? [];
      expect(known, text).to.include.members(rest.match(/--[a-z-]+/g) ?? []);
    }
  });

  it("names every setting that is issued", () => {
    for (const key of Object.keys(identities)) expect(page).to.contain(`\`${key}\``);
  });
});
