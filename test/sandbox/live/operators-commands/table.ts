/** The rows of a command's table without its header, by column; cells hold no two spaces in a row. */
export const rows = (table: string): string[][] =>
  table
    .trimEnd()
    .split("\n")
    .slice(1)
    .map((line) => line.trimEnd().split(/\s{2,}|\t/));

/** Names of objects as `kubectl get --output=name` writes them, without their kind. */
export const namesIn = (output: string): string[] =>
  output
    .trimEnd()
    .split("\n")
    .map((line) => line.replace(/^[^/]*\//, ""));
