import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { modulesFolder } from "./cache";
import { type CommandResult, runCommand } from "./command";
import type { ToolchainEnvironment } from "./environment";
import { collectorSettings } from "./resources";
import { findExecutable } from "./search-path";
import { compareVersions, findVersion, type Version, versionText } from "./version";

/** A Go that can build the modules. */
export interface Go {
  readonly path: string;
  /** `GOTOOLCHAIN`: `local`, or the release that an older Go fetches to build with. */
  readonly toolchain: string;
}

/** Either a Go, or the version of the one that is too old, or neither. */
export type GoSearch = { readonly go: Go } | { readonly tooOld?: Version };

/** The first Go that can fetch and run another release of itself. */
const FIRST_SWITCHING: Version = [1, 21, 0];

/** The Go release that the modules ask for, as their go.mod files say. */
export async function wantedGo(sources: string = modulesFolder): Promise<Version> {
  const goMod = await readFile(join(sources, "cluster", "go.mod"), "utf8");
  const version = findVersion(/^go (.+)$/m.exec(goMod)?.[1] ?? "");
  if (!version) throw new Error(`${sources}/cluster/go.mod has no line such as "go 1.26.0"`);
  return version;
}

/**
 * Looks for a Go that can build. One that is too old may be able to fetch the release it needs,
 * unless `GOTOOLCHAIN` forbids it.
 *
 * @param scratch where it would put what it fetches.
 */
export async function findGo(
  environment: ToolchainEnvironment,
  wanted: Version,
  scratch: string,
  signal?: AbortSignal,
): Promise<GoSearch> {
  const path = await findExecutable("go", environment.path);
  if (path === undefined) return {};
  const ask = async (toolchain: string): Promise<Version | undefined> => {
    const variables = goVariables({ path, toolchain }, environment, scratch);
    const { exitCode, output } = await runCommand(path, ["version"], { variables, signal });
    return exitCode === 0 ? findVersion(output.replace(/^go version /, "")) : undefined;
  };
  const local = await ask("local");
  if (!local) return {};
  if (compareVersions(local, wanted) >= 0) return { go: { path, toolchain: "local" } };

  const maySwitch = compareVersions(local, FIRST_SWITCHING) >= 0 && !environment.goToolchain;
  const toolchain = `go${versionText(wanted)}`;
  const switched = maySwitch ? await ask(toolchain) : undefined;
  return switched && compareVersions(switched, wanted) >= 0
    ? { go: { path, toolchain } }
    : { tooOld: local };
}

/** The environment of every Go command: caches of its own, for this machine, without cgo. */
export function goVariables(
  go: Go,
  environment: ToolchainEnvironment,
  scratch: string,
): NodeJS.ProcessEnv {
  return {
    ...collectorSettings(),
    ...environment.variables,
    // The tools run here, whatever the user builds for.
    GOOS: undefined,
    GOARCH: undefined,
    CGO_ENABLED: "0",
    GOTOOLCHAIN: go.toolchain,
    GOWORK: "off",
    GOCACHE: join(scratch, "go-build"),
    GOMODCACHE: join(scratch, "go-mod"),
    GOTMPDIR: join(scratch, "tmp"),
    // Without -modcacherw Go's sources are read-only and cannot be deleted as they are.
    GOFLAGS: "-trimpath -buildvcs=false -mod=readonly -modcacherw",
  };
}

/** A Go that is set up to build, and the signal that ends it. */
export interface GoRunner {
  readonly go: Go;
  readonly variables: NodeJS.ProcessEnv;
  readonly signal: AbortSignal | undefined;
}

export async function runGo(
  { go, variables, signal }: GoRunner,
  folder: string,
  args: readonly string[],
  onErrorLine: (line: string) => void,
): Promise<CommandResult> {
  return await runCommand(go.path, args, { cwd: folder, variables, signal, onErrorLine });
}
