/** A word of SQL, and the line that it stands in. */
export interface SqlToken {
  readonly kind: "word" | "name" | "string" | "number" | "sign";
  /** Words in capitals, names and strings without their quotes. */
  readonly text: string;
  /** Counted from 1. */
  readonly line: number;
}

/** SQL that has no tokens, such as a string without an end. */
export class SqlTokenError extends Error {
  override readonly name = "SqlTokenError";

  constructor(
    message: string,
    readonly line: number,
  ) {
    super(message);
  }
}

const PATTERN =
  /(?<space>\s+|--[^\n]*)|"(?<name>(?:[^"]|"")+)"|'(?<string>(?:[^']|'')*)'|(?<word>[A-Za-z_][A-Za-z0-9_]*)|(?<number>\d+)|(?<sign><>|[()[\],.=*+;])/y;

/**
 * The statements of a text, each as its tokens, without their semicolons. It knows what our files
 * use: no block comments, no dollar quotes, no escapes but doubled quotes. The last statement, too, has to
 * end with a semicolon.
 */
export function sqlStatements(text: string): SqlToken[][] {
  const statements: SqlToken[][] = [];
  let open: SqlToken[] = [];
  for (const token of sqlTokens(text)) {
    if (token.kind !== "sign" || token.text !== ";") {
      open.push(token);
    } else if (open.length === 0) {
      throw new SqlTokenError("a semicolon ends no statement", token.line);
    } else {
      statements.push(open);
      open = [];
    }
  }
  const [unended] = open;
  if (unended) throw new SqlTokenError("the statement has no semicolon", unended.line);
  return statements;
}

function* sqlTokens(text: string): Generator<SqlToken> {
  const pattern = new RegExp(PATTERN);
  let line = 1;
  for (let at = 0; at < text.length; at = pattern.lastIndex) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match === null) throw new SqlTokenError(notRead(text.slice(at)), line);
    const { name, string, word, number, sign } = match.groups ?? {};
    if (word !== undefined) yield { kind: "word", text: word.toUpperCase(), line };
    if (name !== undefined) yield { kind: "name", text: name.replaceAll('""', '"'), line };
    if (string !== undefined) yield { kind: "string", text: string.replaceAll("''", "'"), line };
    if (number !== undefined) yield { kind: "number", text: number, line };
    if (sign !== undefined) yield { kind: "sign", text: sign, line };
    line += match[0].split("\n").length - 1;
  }
}

const notRead = (rest: string): string =>
  /^["']/.test(rest)
    ? `the quote ${rest.slice(0, 1)} is never closed, or there is nothing in it`
    : `${JSON.stringify(rest.slice(0, 1))} is nothing that this check reads`;
