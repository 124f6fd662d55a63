import { expect } from "chai";
import fc from "fast-check";
import { appendFile, cp, mkdir, readdir, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import {
  cacheKey,
  cacheLayout,
  diskUse,
  modulesFolder,
  removeEarlier,
  removeFolder,
} from "../../../sandbox/toolchain/cache";
import { temporaryFolder } from "../processes/temporary-folder";

describe("the cache", () => {
  const folder = temporaryFolder();

  describe("key", () => {
    const inputs = fc.record({
      files: fc.dictionary(fc.string(), fc.string()),
      settings: fc.array(fc.string()),
      platform: fc.string(),
    });

    it("is the same for the same inputs, in whatever order the files come", () => {
      fc.assert(
        fc.property(inputs, (input) => {
          const files = Object.fromEntries(Object.entries(input.files).reverse());
          expect(cacheKey({ ...input, files })).to.equal(cacheKey(input));
        }),
      );
    });

    it("is another one for any other file, setting or platform", () => {
      fc.assert(
        fc.property(
          inputs,
          fc.string(),
          fc.string(),
          ({ files, settings, platform }, name, text) => {
            const key = cacheKey({ files, settings, platform });
            const other = { ...files, [name]: `${files[name] ?? ""}${text}!` };
            expect(cacheKey({ files: other, settings, platform })).to.not.equal(key);
            expect(cacheKey({ files, settings: [...settings, text], platform })).to.not.equal(key);
            expect(cacheKey({ files, settings, platform: `${platform}!` })).to.not.equal(key);
          },
        ),
      );
    });
  });

  describe("layout", () => {
    const layoutAfter = async (change: (sources: string) => Promise<void>) => {
      const sources = join(folder(), "modules");
      await cp(modulesFolder, sources, { recursive: true });
      await change(sources);
      return await cacheLayout("/c", sources);
    };

    it("gives every module a folder that a changed pin replaces, and leaves the others alone", async () => {
      const before = await cacheLayout("/c");
      const after = await layoutAfter((sources) =>
        appendFile(join(sources, "language-host", "go.sum"), "\n"),
      );
      expect(after.modules).to.deep.equal({
        ...before.modules,
        "language-host": after.modules["language-host"],
      });
      expect(after.modules["language-host"]).to.not.equal(before.modules["language-host"]);
      expect(basename(after.modules["language-host"])).to.match(/^language-host-[\da-f]{12}$/);
      expect(after.assets).to.equal(before.assets);
      expect(after.environments).to.deep.equal(before.environments);
    });

    it("gives a tool that is installed a folder of its own", async () => {
      const { environments } = await cacheLayout("/c");
      expect(environments.checkov).to.match(/^\/c\/checkov-[\da-f]{12}$/);
      expect(environments.envoy).to.match(/^\/c\/envoy-[\da-f]{12}$/);
    });

    it("gives a new folder for changed sources of our own too", async () => {
      const before = await cacheLayout("/c");
      const after = await layoutAfter((sources) =>
        appendFile(join(sources, "pulumi", "provider", "main.go"), "// changed\n"),
      );
      expect(after.modules.pulumi).to.not.equal(before.modules.pulumi);
    });

    it("does not depend on files that are made from the sources", async () => {
      const before = await cacheLayout("/c");
      const after = await layoutAfter((sources) =>
        writeFile(join(sources, "pulumi", "provider", "schema.json"), "{}"),
      );
      expect(after).to.deep.equal(before);
    });

    it("gives the assets a new folder when the module that pins them changes", async () => {
      const before = await cacheLayout("/c");
      const after = await layoutAfter((sources) =>
        appendFile(join(sources, "cluster", "go.mod"), "// changed\n"),
      );
      expect(after.assets).to.not.equal(before.assets);
    });
  });

  it("removes what earlier pins left of the same module, and nothing else", async () => {
    const names = [
      "cluster-000000000001",
      "cluster-000000000002",
      "cluster-mine",
      "language-host-000000000001",
      "builders",
    ];
    for (const name of names) await mkdir(join(folder(), name));
    await removeEarlier(folder(), join(folder(), "cluster-000000000002"));
    expect(await readdir(folder())).to.have.members(
      names.filter((name) => name !== "cluster-000000000001"),
    );
  });

  it("says how much a deletion freed", async () => {
    const full = join(folder(), "full");
    await mkdir(join(full, "deep"), { recursive: true });
    await writeFile(join(full, "deep", "file"), Buffer.alloc(1_000_000, 1));
    expect(await removeFolder(full)).to.be.within(1_000_000, 1_100_000);
    expect(await diskUse(full)).to.equal(0);
    expect(await removeFolder(full)).to.equal(0);
  });
});
