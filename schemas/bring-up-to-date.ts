import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { OperatorError } from "../config/operator-error";
import { type GeneratedFile, type Standing, standing } from "./generated-schema";

/**
 * Writes every file that is not what the code makes now, and answers their files.
 *
 * @param root folder that the files' paths are within.
 * @throws OperatorError, before anything is written, if a released contract would break its readers.
 */
export function writeStaleSchemas(root: string, all: readonly GeneratedFile[]): string[] {
  const stale = staleSchemas(root, all);
  for (const { file, text } of stale) {
    const path = join(root, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.tmp`, text);
    renameSync(`${path}.tmp`, path);
  }
  return stale.map(({ file }) => file);
}

/**
 * Only looks.
 *
 * @throws OperatorError that names each file which is not what the code makes now, or each promise
 * of a released contract that is broken.
 */
export function requireCurrentSchemas(root: string, all: readonly GeneratedFile[]): void {
  const stale = staleSchemas(root, all);
  if (stale.length === 0) return;
  const files = stale.map(({ file }) => `  ${file}`).join("\n");
  throw new OperatorError(
    `These files are not what the code makes now:\n${files}\nRun \`npm run schemas\` and commit them.`,
  );
}

interface StaleFile {
  readonly file: string;
  readonly text: string;
}

function staleSchemas(root: string, all: readonly GeneratedFile[]): StaleFile[] {
  const judged = all.map((generated) => ({ generated, is: standingIn(root, generated) }));
  const refused = judged.flatMap(({ is }) => (is.state === "refused" ? [is.reason] : []));
  if (refused.length > 0) throw new OperatorError(refused.join("\n\n"));
  return judged.flatMap(({ generated: { file }, is }) =>
    is.state === "stale" ? [{ file, text: is.text }] : [],
  );
}

function standingIn(root: string, generated: GeneratedFile): Standing {
  const path = join(root, generated.file);
  return standing(generated, existsSync(path) ? readFileSync(path, "utf8") : undefined);
}
