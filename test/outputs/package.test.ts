import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { expect } from "chai";
import ts from "typescript";
import { repositoryRoot } from "../../sandbox/layout";
import { installConsumer, manifestOf, READER } from "./installed-consumer";

const ENTRY = `${READER}/outputs`;

describe("the package that other teams install", function () {
  this.timeout(180_000);

  let directory = "";
  let reader = "";
  before(async () => {
    directory = mkdtempSync(join(tmpdir(), "nephoran-"));
    reader = join(directory, "node_modules", READER);
    await installConsumer(directory);
  });
  after(() => {
    rmSync(directory, { recursive: true, force: true });
  });

  it("holds the compiled reader with its types, the contracts and the licence, nothing else", () => {
    const files = readdirSync(reader, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name).slice(reader.length + 1));
    const unexpected = files.filter(
      (file) =>
        !/^(dist\/(outputs|config|services\/traffic-controller)\/[a-z-]+\.(js|d\.ts)|contract\/[a-z-]+\.v\d+\.schema\.json)$/.test(
          file,
        ),
    );
    expect(unexpected.sort()).to.deep.equal(["LICENSE", "README.md", "package.json"]);
    expect(files).to.contain("contract/region-outputs.v1.schema.json");
  });

  it("declares every package that it needs, and leaves Pulumi to whom installs it", () => {
    const { dependencies, peerDependencies } = manifestOf(reader);
    const needed = readdirSync(join(reader, "dist"), { recursive: true, encoding: "utf8" })
      .filter((file) => /\.(js|d\.ts)$/.test(file))
      .map((file) =>
        ts.preProcessFile(readFileSync(join(reader, "dist", file), "utf8"), true, true),
      )
      .flatMap(({ importedFiles }) => importedFiles.map(({ fileName }) => fileName))
      .filter((name) => !name.startsWith(".") && !name.startsWith("node:"))
      .map((name) => name.split("/", name.startsWith("@") ? 2 : 1).join("/"));
    expect(Object.keys(peerDependencies)).to.deep.equal(["@pulumi/pulumi"]);
    expect([...new Set(needed)].sort()).to.deep.equal(
      Object.keys({ ...dependencies, ...peerDependencies }).sort(),
    );
  });

  it("says the same as this repository of its version, its licence and what it needs", () => {
    const [here, shipped] = [manifestOf(repositoryRoot), manifestOf(reader)];
    const { version, license, engines } = here;
    expect(shipped).to.deep.include({ version, license, engines });
    const installed = manifestOf(directory).dependencies[READER];
    expect(installed).to.equal(`file:../../${READER}-${version ?? ""}.tgz`);
    expect(here.dependencies).to.deep.include({
      ...shipped.dependencies,
      ...shipped.peerDependencies,
    });
  });

  it("has types that the example consumer's program keeps to, and that a wrong one does not", () => {
    const wrong = join(directory, "wrong.ts");
    writeFileSync(
      wrong,
      `import { readRegion } from "${ENTRY}";\n` +
        `export const none = readRegion("eu-west-1").apply(({ role }) => role === "satellite");\n`,
    );
    const found = typeErrors(directory, [join(directory, "index.ts"), wrong]);
    expect(found).to.have.length(1);
    expect(found[0]).to.match(/^wrong\.ts: .*"primary" \| "regional" .* no overlap/);
  });

  it("is found by programs that resolve modules in the way of older templates", () => {
    const from = join(directory, "index.ts");
    const moduleResolution = ts.ModuleResolutionKind.Node10;
    const { resolvedModule } = ts.resolveModuleName(ENTRY, from, { moduleResolution }, ts.sys);
    expect(resolvedModule?.resolvedFileName).to.match(/dist\/outputs\/index\.d\.ts$/);
    expect(existsSync(resolvedModule?.resolvedFileName ?? "")).to.equal(true);
  });
});

/** What the compiler has to say about a project's files, as `file: message`. */
function typeErrors(project: string, files: readonly string[]): string[] {
  const { config } = ts.readConfigFile(join(project, "tsconfig.json"), (path) =>
    ts.sys.readFile(path),
  ) as { config: unknown };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, project);
  return ts.getPreEmitDiagnostics(ts.createProgram(files, options)).map(({ file, messageText }) => {
    const text = ts.flattenDiagnosticMessageText(messageText, " ");
    return `${basename(file?.fileName ?? project)}: ${text}`;
  });
}
