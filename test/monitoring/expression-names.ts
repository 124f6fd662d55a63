/** What a PromQL expression asks for. */
export interface ExpressionNames {
  /** Names of series. */
  readonly series: readonly string[];
  /** Names of labels that it matches, keeps or joins by. */
  readonly labels: readonly string[];
}

/** Words that stand where names could, in lower case. */
const words = new Set(["and", "or", "unless", "bool", "offset", "inf", "nan"]);

const IDENTIFIER = /[a-z_:][\w:]*/gi;

/**
 * The names in an expression. It knows the part of PromQL that this repository uses, and takes what it
 * does not know for a series, so that a mistake is found and none is hidden.
 */
export function expressionNames(expression: string): ExpressionNames {
  const labels: string[] = [];
  const keep = (text: string): string => {
    labels.push(...(text.match(IDENTIFIER) ?? []));
    return " ";
  };
  const left = expression
    .replaceAll(/"(?:[^"\\]|\\.)*"/g, "")
    .replaceAll(/\{([^}]*)\}/g, (_, matchers: string) => keep(matchers))
    .replaceAll(/\[[^\]]*\]/g, " ")
    .replaceAll(
      /\b(?:by|without|on|ignoring|group_left|group_right)\s*\(([^)]*)\)/g,
      (_, list: string) => keep(list),
    )
    .replaceAll(/[a-z_]\w*\s*\(/gi, "(");
  const series = (left.match(IDENTIFIER) ?? []).filter((name) => !words.has(name.toLowerCase()));
  return { series: [...new Set(series)], labels: [...new Set(labels)] };
}
