/** A list of texts in CEL. */
export const celList = (texts: readonly string[]): string => `[${texts.map(celText).join(", ")}]`;

/** A text in CEL. */
export const celText = (text: string): string =>
  `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
