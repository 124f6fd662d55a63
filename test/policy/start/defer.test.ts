import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";

const load = createRequire(__filename);
const { defer } = load("../../../policy/start/defer.cjs") as { defer: (file: string) => void };

/** What the sample module counts its runs in. */
const counted = globalThis as { runs?: number };

describe("a deferred module", () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "defer-"));
    file = join(folder, "sample.cjs");
    writeFileSync(
      file,
      "globalThis.runs = (globalThis.runs ?? 0) + 1; exports.color = 'red'; exports.__esModule = true;",
    );
    delete counted.runs;
  });
  afterEach(() => {
    delete counted.runs;
    rmSync(folder, { recursive: true });
  });

  it("runs at the first look into it, and once", () => {
    defer(file);
    const sample = load(file) as { color: string };
    expect(counted.runs).to.equal(undefined);
    expect(sample.color).to.equal("red");
    expect(load(file)).to.deep.equal({ color: "red", __esModule: true });
    expect(sample.color).to.equal("red");
    expect(counted.runs).to.equal(1);
  });

  it("shows all that it exports, as a compiler copies it", () => {
    defer(file);
    expect({ ...(load(file) as object) }).to.deep.equal({ color: "red", __esModule: true });
    expect("color" in (load(file) as object)).to.equal(true);
  });

  it("is left as it is where it has run", () => {
    const before: unknown = load(file);
    defer(file);
    expect(load(file)).to.equal(before);
  });
});
