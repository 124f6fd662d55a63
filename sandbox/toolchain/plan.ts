import { compilerFlags, type GoModuleName } from "./go-modules";
import { type GoToolName, goToolOf } from "./go-tools";

/** For each package a line: its path, whether it has to be compiled, and all it depends on, if it is a program. */
const LIST_FORMAT = '{{.ImportPath}}\t{{.Stale}}\t{{if eq .Name "main"}}{{join .Deps ","}}{{end}}';

/** What compiling one tool means. */
export interface CompilePlan {
  /** Packages that `go build` will compile for it, after the tools before it. */
  readonly packages: ReadonlySet<string>;
  /** How many that would be from nothing. */
  readonly fromNothing: number;
}

/** The `go list` command for tools of one module whose output {@link planCompilation} reads. */
export function listArguments(module: GoModuleName, tools: readonly GoToolName[]): string[] {
  const packages = tools.map((tool) => goToolOf(tool).package);
  return ["list", ...compilerFlags(module), "-deps", "-f", LIST_FORMAT, ...packages];
}

/** Which packages each tool adds, when the tools are built in the order given. */
export function planCompilation(
  listing: string,
  tools: readonly GoToolName[],
): ReadonlyMap<GoToolName, CompilePlan> {
  const rows = listing
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const [path = "", stale, dependencies = ""] = line.split("\t");
      return { path, isStale: stale === "true", dependencies };
    });
  const stale = new Set(rows.filter((row) => row.isStale).map((row) => row.path));

  const seen = new Set<string>();
  const plans = new Map<GoToolName, CompilePlan>();
  for (const tool of tools) {
    // A path such as ./provider is listed under its module's name.
    const suffix = goToolOf(tool).package.replace(/^\./, "");
    const program = rows.find((row) => row.dependencies !== "" && row.path.endsWith(suffix));
    if (!program) throw new Error(`go list did not list ${goToolOf(tool).package}`);
    const added = [...program.dependencies.split(","), program.path].filter(
      (path) => !seen.has(path),
    );
    for (const path of added) seen.add(path);
    plans.set(tool, {
      packages: new Set(added.filter((path) => stale.has(path))),
      fromNothing: added.length,
    });
  }
  return plans;
}
