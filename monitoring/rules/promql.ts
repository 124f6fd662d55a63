/** Label matchers by label: a text has to be equal; `=~` and `!=` with their operator before the text. */
export type Matchers = Readonly<Record<string, string>>;

/** An instant selector: `name{label="text"}`. */
export function series(name: string, matchers: Matchers = {}): string {
  const all = Object.entries(matchers).map(([label, value]) => {
    const [, operator = "=", text = value] = /^(=~|!=|!~)(.*)$/s.exec(value) ?? [];
    return `${label}${operator}${JSON.stringify(text)}`;
  });
  return all.length === 0 ? name : `${name}{${all.join(",")}}`;
}

/** Growth per second of each counter over a window. What is not a number is left out, not summed. */
export const rateOf = (counter: string, window: string): string =>
  `(rate(${counter}[${window}]) >= 0)`;

/** Only what is a finite number: a comparison with NaN holds for nothing. */
export const finite = (expression: string): string => `(${expression} > -Inf < +Inf)`;

/** One number through another one, and nothing where that is 0 or there is none. */
export const ratio = (part: string, whole: string): string => `${part} / (${whole} > 0)`;

/**
 * A part of something that may never have happened, such as failures: 0 as soon as there is a whole,
 * nothing without one.
 */
export const partOf = (part: string, whole: string): string => `(${part} or 0 * ${whole})`;

/** The largest of several numbers that are about the same, of which any may be absent. */
export const largestOf = (...expressions: readonly string[]): string =>
  `max(${expressions
    .map((expression, index) => `label_replace(${expression}, "source", "${index}", "", "")`)
    .join(" or ")})`;
