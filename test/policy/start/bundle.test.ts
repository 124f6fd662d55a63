import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";

interface Place {
  readonly root: string;
  readonly entry: string;
  readonly settings: readonly string[];
  readonly kept: string;
}

const { readBundle } = createRequire(__filename)("../../../policy/start/bundle.cjs") as {
  readBundle: (place: Place) => (() => void) | undefined;
};

/** Where the sample program leaves what it has to say. */
const told = globalThis as { lamp?: unknown };

describe("the bundle that the pack starts from", () => {
  let root: string;
  const place = (kept = "kept"): Place => ({
    root,
    entry: "index.ts",
    settings: ["settings.json"],
    kept,
  });
  const write = (name: string, text: string): void => {
    writeFileSync(join(root, name), text);
  };
  const paint = (color: string): void => {
    write("color.ts", `export const color: string = "${color}";`);
  };

  /** What the sample program tells when it is run, and from which folder. */
  function run(kept?: string): unknown {
    delete told.lamp;
    readBundle(place(kept))?.();
    return told.lamp;
  }

  const folders = (): string[] => readdirSync(join(root, "kept"));
  const file = (name: string): string => join(root, "kept", folders()[0] ?? "", name);

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "bundle-"));
    write("settings.json", "{}");
    write(
      "index.ts",
      'import { color } from "./color"; import { basename } from "node:path";\n' +
        "(globalThis as any).lamp = [color, __dirname, basename(__filename)];",
    );
    paint("red");
  });
  afterEach(() => {
    delete told.lamp;
    rmSync(root, { recursive: true });
  });

  it("runs as if its entry had been required", () => {
    expect(run()).to.deep.equal(["red", root, "index.ts"]);
  });

  it("is made once, and kept with the code that was compiled of it", () => {
    run();
    expect(readdirSync(file("")).sort()).to.deep.equal([
      "code",
      "pack.cjs",
      "pack.cjs.map",
      "sources.json",
    ]);
    const text = readFileSync(file("pack.cjs"), "utf8");
    writeFileSync(file("pack.cjs"), text.replace('"red"', '"RED"'));
    rmSync(file("code"));
    expect(run()).to.deep.equal(["RED", root, "index.ts"]);
  });

  it("is made anew when a source or a setting changes, and replaces the one before", () => {
    run();
    const first = folders();
    paint("green");
    expect(run()).to.deep.equal(["green", root, "index.ts"]);
    const second = folders();
    write("settings.json", '{ "changed": true }');
    expect(run()).to.deep.equal(["green", root, "index.ts"]);
    expect([first, second, folders()].flat()).to.have.lengthOf(3);
    expect(new Set([...first, ...second, ...folders()])).to.have.property("size", 3);
  });

  it("is made anew when a source has gone", () => {
    run();
    write("index.ts", "(globalThis as any).lamp = 'none';");
    rmSync(join(root, "color.ts"));
    expect(run()).to.equal("none");
  });

  it("does without code that is broken, and with a folder that cannot be written", () => {
    run();
    writeFileSync(file("code"), "broken");
    expect(run()).to.deep.equal(["red", root, "index.ts"]);
    write("file", "");
    expect(run("file/kept")).to.deep.equal(["red", root, "index.ts"]);
  });

  it("is none where a source cannot be read, for whoever runs it to say why", () => {
    write("color.ts", "export const = ;");
    expect(readBundle(place())).to.equal(undefined);
    expect(existsSync(join(root, "kept"))).to.equal(false);
  });
});
