import { build, type Metafile, type Plugin } from "esbuild";
import { join } from "node:path";
import { OperatorError } from "../../config/operator-error";
import { repositoryRoot } from "../../sandbox/layout";
import { licencesOf } from "./licences";

/** A service as one file that Node runs with nothing else beside it. */
export interface Bundle {
  /** CommonJS; names are as in the source, so that a stack trace can be read. */
  readonly code: string;
  /** What the licences of the packages in it ask to be passed on. */
  readonly licences: string;
  /** Packages in it, as `name@version`. */
  readonly packages: readonly string[];
}

/** Oldest Node that the bundle runs on; the image has a newer one. */
const TARGET = "node20";

/**
 * Bundles a service. The same sources give the same bytes, wherever and whenever it is done.
 *
 * @param entry the file that starts, from the root of the repository.
 * @throws OperatorError with what the bundler says, or with packages that have no place in a service.
 */
export async function bundle(entry: string): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: repositoryRoot,
    entryPoints: [join(repositoryRoot, entry)],
    bundle: true,
    platform: "node",
    target: TARGET,
    format: "cjs",
    minifyWhitespace: true,
    minifySyntax: true,
    sourcemap: false,
    legalComments: "none",
    charset: "utf8",
    // Native bindings that pg takes if they are there.
    external: ["pg-native"],
    plugins: [withoutEngine],
    metafile: true,
    write: false,
    logLevel: "silent",
  }).catch((error: unknown) => {
    const said = error instanceof Error ? error.message : String(error);
    throw new OperatorError(`${entry} cannot be bundled. ${said}`);
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error(`Bundling ${entry} gave no file.`);
  return { code: file.text, ...licencesOf(inputsOf(metafile)) };
}

/** Keeps the engine out: its SDK would be most of a service's memory. */
const withoutEngine: Plugin = {
  name: "without-engine",
  setup: (build) => {
    build.onResolve({ filter: /^@pulumi\// }, ({ path, importer }) => ({
      errors: [{ text: `${path} has no place in a service; ${importer} imports it` }],
    }));
  },
};

/** Files that something of is left in the bundle. */
const inputsOf = ({ outputs }: Metafile): string[] =>
  Object.values(outputs).flatMap(({ inputs }) =>
    Object.entries(inputs)
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([path]) => path),
  );
