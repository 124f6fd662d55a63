import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { clearPendingCreates, withoutPendingCreates } from "../../../deploy/engine/pending-creates";
import { temporaryFolder } from "../../sandbox/processes/temporary-folder";

const operation = (type: string, name: string) => ({
  type,
  resource: { urn: `urn:${name}`, id: name },
});

const state = (pending: unknown) => ({
  version: 3,
  deployment: {
    manifest: { time: "now" },
    secrets_providers: { type: "passphrase" },
    resources: [{ urn: "urn:a" }],
    pending_operations: pending,
  },
});

describe("creations that were interrupted", () => {
  const folder = temporaryFolder();

  it("are taken out of a state, and nothing else is", () => {
    const before = state([operation("creating", "a"), operation("updating", "b")]);
    const cleared = withoutPendingCreates(JSON.stringify(before));
    expect(cleared?.urns).to.deep.equal(["urn:a"]);
    expect(JSON.parse(cleared?.state ?? "")).to.deep.equal(state([operation("updating", "b")]));
  });

  it("are none in most states", () => {
    for (const pending of [undefined, null, [], [operation("updating", "b")]]) {
      expect(withoutPendingCreates(JSON.stringify(state(pending)))).to.equal(undefined);
    }
    expect(withoutPendingCreates('{"version":3}')).to.equal(undefined);
    expect(withoutPendingCreates('{"version":3,"deployment":null}')).to.equal(undefined);
  });

  it("are cleared by way of a file that does not stay", async () => {
    const file = join(folder(), "state");
    const commands: string[] = [];
    let imported = "";
    const count = await clearPendingCreates(async (args) => {
      commands.push(args.join(" "));
      if (args[1] === "export") return JSON.stringify(state([operation("creating", "a")]));
      imported = await readFile(args[3] ?? "", "utf8");
      return "";
    }, file);
    expect(count).to.equal(1);
    expect(commands).to.deep.equal(["stack export", `stack import --file ${file}`]);
    expect(JSON.parse(imported)).to.deep.equal(state([]));
    expect(await readdir(folder())).to.deep.equal([]);
  });

  it("cost nothing more where there are none", async () => {
    const commands: string[] = [];
    const count = await clearPendingCreates(
      (args) => {
        commands.push(args.join(" "));
        return Promise.resolve(JSON.stringify(state([])));
      },
      join(folder(), "state"),
    );
    expect(count).to.equal(0);
    expect(commands).to.deep.equal(["stack export"]);
  });
});
