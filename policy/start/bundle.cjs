// The pack as one file of JavaScript, made when it is first needed and whenever a source has changed,
// and kept together with what V8 compiled of it. Where it cannot be kept it is made every time.
const { createHash, randomUUID } = require("node:crypto");
const {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} = require("node:fs");
const { createRequire } = require("node:module");
const { basename, dirname, join } = require("node:path");
const { Script } = require("node:vm");

/**
 * @typedef {object} Place where the sources of a bundle are, and where it is kept.
 * @property {string} root what all other paths are relative to.
 * @property {string} entry
 * @property {string[]} settings what makes a bundle besides its sources.
 * @property {string} kept
 */

/** @type {Place} */
const PACK = {
  root: join(__dirname, "../.."),
  entry: "policy/index.ts",
  settings: ["tsconfig.json", "policy/tsconfig.json", "policy/start/bundle.cjs"],
  kept: "node_modules/.cache/nephoran-policy",
};

/** Names of what is kept of a bundle; the map is for the traces of errors. */
const [SOURCES, TEXT, MAP, CODE] = ["sources.json", "pack.cjs", "pack.cjs.map", "code"];

/**
 * A function that runs the entry as if it had been required.
 *
 * @param {Place} place
 * @returns {(() => void) | undefined} nothing if no bundle can be made.
 */
exports.readBundle = function readBundle(place = PACK) {
  const kept = join(place.root, place.kept);
  const found = entriesOf(kept)
    .map((name) => join(kept, name))
    .find((folder) => isCurrent(place, folder));
  if (found !== undefined) return runnable(place, found, readFileSync(join(found, TEXT), "utf8"));
  const files = attempt(() => make(place));
  if (files === undefined) return undefined;
  const folder = join(kept, digestOf(place, JSON.parse(files[SOURCES])));
  attempt(() => keep(folder, files));
  return runnable(place, folder, files[TEXT]);
};

/** True if the sources are still those that a bundle was made of. */
function isCurrent(place, folder) {
  const sources = () => JSON.parse(readFileSync(join(folder, SOURCES), "utf8"));
  return attempt(() => digestOf(place, sources())) === basename(folder);
}

/** Of the names and contents of files, and of the Node that runs them. */
function digestOf({ root }, sources) {
  const hash = createHash("sha256").update(process.version);
  for (const source of sources) {
    hash.update(`\n${source}\n`).update(readFileSync(join(root, source)));
  }
  return hash.digest("hex");
}

/** @returns {Record<string, string>} by name. */
function make({ root, entry, settings }) {
  const { outputFiles, metafile } = require("esbuild").buildSync({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile: TEXT,
    bundle: true,
    // What the host of the engine has loaded as well, and has state.
    external: ["@pulumi/*"],
    platform: "node",
    format: "cjs",
    target: `node${process.versions.node}`,
    sourcemap: "linked",
    metafile: true,
    write: false,
    logLevel: "silent",
  });
  const output = (name) => outputFiles.find(({ path }) => basename(path) === name).text;
  const sources = [...Object.keys(metafile.inputs), ...settings].sort();
  return { [SOURCES]: JSON.stringify(sources), [TEXT]: output(TEXT), [MAP]: output(MAP) };
}

/** Replaces all that is kept: other sources are not to come back often. */
function keep(folder, files) {
  const kept = dirname(folder);
  for (const old of entriesOf(kept)) rmSync(join(kept, old), { recursive: true, force: true });
  const partial = join(kept, `partial-${randomUUID()}`);
  mkdirSync(partial, { recursive: true });
  for (const [name, content] of Object.entries(files)) writeFileSync(join(partial, name), content);
  renameSync(partial, folder);
}

function runnable({ root, entry }, folder, text) {
  const main = join(root, entry);
  const codeFile = join(folder, CODE);
  const cachedData = attempt(() => readFileSync(codeFile));
  const script = new Script(
    `(function (exports, require, module, __filename, __dirname) {${text}\n})`,
    { filename: join(folder, TEXT), cachedData },
  );
  return () => {
    const module = { exports: {} };
    // For the entry it is as if it stood where its source stands.
    script.runInThisContext()(module.exports, createRequire(main), module, main, dirname(main));
    if (cachedData === undefined || script.cachedDataRejected) {
      attempt(() => writeAtomically(codeFile, script.createCachedData()));
    }
  };
}

function writeAtomically(file, content) {
  const partial = `${file}.${randomUUID()}`;
  writeFileSync(partial, content);
  renameSync(partial, file);
}

const entriesOf = (folder) => attempt(() => readdirSync(folder)) ?? [];

function attempt(action) {
  try {
    return action();
  } catch {
    return undefined;
  }
}
