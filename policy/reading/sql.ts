import type { PolicyResource } from "../rule";
import { Field } from "./field";
import { isKind } from "./object";

/** A statement of SQL in a ConfigMap, such as a Job runs. */
export interface Statement {
  /** Where its text stands. */
  readonly path: string;
  /** In one line, without comments. */
  readonly text: string;
  /** The database that the ConfigMap's files are for; `undefined`: whatever the statement says. */
  readonly database?: string;
}

/** Every statement of the `.sql` files in a ConfigMap. */
export function sqlIn(resource: PolicyResource): Statement[] {
  if (!isKind(resource, "", "ConfigMap")) return [];
  const data = Field.of(resource).at("data");
  const files = data.entries.filter(([name]) => name.endsWith(".sql"));
  if (files.length === 0) return [];
  // The Job that migrates a database finds its name beside the files.
  const database = data.at("database").text?.trim();
  return files.flatMap(([, { path, text = "" }]) =>
    statements(text).map((statement) => ({
      path,
      text: statement,
      ...(database !== undefined && { database }),
    })),
  );
}

/** A comment, something quoted, or a single letter. */
const PIECES = /--[^\n]*|'(?:[^']|'')*'|"(?:[^"]|"")*"|[^]/g;

function statements(text: string): string[] {
  const found: string[] = [];
  let open = "";
  for (const [piece] of text.matchAll(PIECES)) {
    if (piece === ";") {
      found.push(open);
      open = "";
    } else if (!piece.startsWith("--")) open += /^\s$/.test(piece) ? " " : piece;
  }
  return [...found, open].map((one) => one.replace(/ {2,}/g, " ").trim()).filter(Boolean);
}

/** A name as it stands in SQL, quoted or not. */
export const NAME = String.raw`(?:"((?:[^"]|"")+)"|([\w-]+))`;

/** The names that a pattern with {@link NAME} finds in a statement, without their quotes. */
export const namesBy = (pattern: RegExp, statement: string): string[] =>
  [...statement.matchAll(pattern)].flatMap(([, quoted, plain]) => {
    const name = quoted?.replaceAll('""', '"') ?? plain?.toLowerCase();
    return name === undefined ? [] : [name];
  });

/** The database that a statement changes or copies; that of its files if it names none. */
export const databaseOf = ({ text, database }: Statement): string | undefined =>
  namesBy(new RegExp(`\\bDATABASE (?:IF (?:NOT )?EXISTS )?${NAME}`, "gi"), text)[0] ?? database;
