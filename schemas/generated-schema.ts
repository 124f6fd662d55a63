import { OperatorError } from "../config/operator-error";
import { breakingChanges } from "./breaking-changes";
import { type JsonSchema, jsonSchema } from "./json-schema";

/** A JSON Schema that is made from a zod schema and committed, for those who do not run this code. */
export type GeneratedSchema = Contract | EditorSchema;

interface Generated {
  /** Path within the repository. */
  readonly file: string;
  readonly make: () => JsonSchema;
}

/**
 * What other teams' programs read. Its file is made with `"x-released": false`. Whoever releases it
 * writes `true`, and from then on it takes no change that breaks a reader.
 */
export interface Contract extends Generated {
  readonly kind: "contract";
  /** Name of the stack output that it describes. */
  readonly output: string;
  /** Where its version stands, which is raised for a contract in a new file. */
  readonly version: string;
}

/** What editors complete and underline. It follows the code. */
export interface EditorSchema extends Generated {
  readonly kind: "editor";
}

/** A page for people. Its tables are made; what is around them is written by hand. */
export interface GeneratedPage {
  readonly kind: "page";
  /** Path within the repository. */
  readonly file: string;
  /** The whole page, from the one that is committed. */
  readonly make: (committed: string) => string;
}

/** Whatever is made from the code and committed. */
export type GeneratedFile = GeneratedSchema | GeneratedPage;

/** How a committed file stands to what the code makes now. */
export type Standing =
  | { readonly state: "current" }
  | { readonly state: "stale"; readonly text: string }
  | { readonly state: "refused"; readonly reason: string };

/**
 * Compares what the code makes with its committed file.
 *
 * @param committed the file's text; `undefined`: there is no such file.
 * @throws OperatorError if a committed contract cannot be read.
 */
export function standing(generated: GeneratedFile, committed: string | undefined): Standing {
  if (generated.kind === "page") return pageStanding(generated, committed);
  const made = generated.make();
  if (generated.kind === "editor") return schemaStanding(made, committed);

  const before = committed === undefined ? undefined : contractIn(generated.file, committed);
  const released = before?.["x-released"] === true;
  if (before !== undefined && released) {
    const changes = breakingChanges(before, made, generated.output);
    if (changes.length > 0) return { state: "refused", reason: refusal(generated, changes) };
  }
  const { $schema, title, description, ...rest } = made;
  return schemaStanding(
    { $schema, title, description, "x-released": released, ...rest },
    committed,
  );
}

/** What is committed says whether it is released, so that one which cannot be read is not replaced. */
function contractIn(file: string, committed: string): JsonSchema {
  try {
    return jsonSchema.parse(JSON.parse(committed));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new OperatorError(
      `${file} cannot be read as a JSON Schema: ${reason}\nTake it from the last commit.`,
    );
  }
}

function schemaStanding(schema: JsonSchema, committed: string | undefined): Standing {
  return textStanding(`${JSON.stringify(schema, undefined, 2)}\n`, committed);
}

function pageStanding({ file, make }: GeneratedPage, committed: string | undefined): Standing {
  if (committed !== undefined) return textStanding(make(committed), committed);
  return { state: "refused", reason: `${file} is missing, of which only the tables are made.` };
}

const textStanding = (text: string, committed: string | undefined): Standing =>
  text === committed ? { state: "current" } : { state: "stale", text };

function refusal({ file, version }: Contract, changes: readonly string[]): string {
  return (
    `${file} is released, and programs that rely on it would break:\n` +
    `${changes.map((change) => `  ${change}`).join("\n")}\n` +
    `Take that back, or raise ${version}: the new contract gets a file of its own.`
  );
}
