import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { OperatorError } from "../../config/operator-error";
import { repositoryRoot } from "../../sandbox/layout";

/** The packages that files belong to, and the texts of their licences, in the order of their names. */
export function licencesOf(files: readonly string[]): { licences: string; packages: string[] } {
  const folders = [...new Set(files.flatMap((file) => packageFolder(file) ?? []))].sort();
  const found = folders.map((folder) => {
    const { name, version, license } = JSON.parse(
      readFileSync(join(repositoryRoot, folder, "package.json"), "utf8"),
    ) as { readonly name: string; readonly version: string; readonly license?: string };
    return { id: `${name}@${version}`, text: textIn(folder) ?? declared(folder, license) };
  });
  return {
    packages: found.map(({ id }) => id),
    licences: found.map(({ id, text }) => `== ${id}\n\n${text.trim()}\n`).join("\n"),
  };
}

/** The package that a file is in: the last `node_modules/NAME` or `node_modules/@SCOPE/NAME`. */
const packageFolder = (file: string): string | undefined =>
  /^.*node_modules\/(@[^/]+\/)?[^/]+/.exec(file)?.[0];

function textIn(folder: string): string | undefined {
  const name = readdirSync(join(repositoryRoot, folder))
    .sort()
    .find((each) => /^licen[sc]e(\.(md|txt))?$/i.test(each));
  if (name === undefined) return undefined;
  return readFileSync(join(repositoryRoot, folder, name), "utf8").replaceAll("\r\n", "\n");
}

function declared(folder: string, license: string | undefined): string {
  if (license !== undefined) return `Licence: ${license}`;
  throw new OperatorError(`${folder} says nothing of its licence, so no image may contain it.`);
}
