import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { Manifest } from "../../render/manifest";
import { writeManifests } from "../../render/write";

const manifest = (name: string): Manifest => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name, namespace: "a" },
});

describe("writing manifests", () => {
  let directory: string;
  let out: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "nephoran-render-"));
    out = join(directory, "out");
  });
  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  it("replaces what an earlier run wrote", () => {
    writeManifests(out, [{ region: "r", manifests: [manifest("old")] }]);
    writeManifests(out, [{ region: "r", manifests: [manifest("new")] }]);
    expect(readdirSync(join(out, "r", "a"))).to.deep.equal(["configmap-new.yaml"]);
  });

  it("leaves a folder alone that it did not write", () => {
    const mine = join(directory, "mine.txt");
    writeFileSync(mine, "mine");
    expect(() => {
      writeManifests(directory, []);
    }).to.throw(/files that render did not write/);
    expect(readFileSync(mine, "utf8")).to.equal("mine");
  });

  it("leaves the earlier files and no others when two objects would be one", () => {
    writeManifests(out, [{ region: "r", manifests: [manifest("old")] }]);
    expect(() => {
      writeManifests(out, [{ region: "r", manifests: [manifest("a"), manifest("a")] }]);
    }).to.throw(/EEXIST/);
    expect(existsSync(join(out, "r", "a", "configmap-old.yaml"))).to.equal(true);
    expect(readdirSync(directory)).to.deep.equal(["out"]);
  });
});
