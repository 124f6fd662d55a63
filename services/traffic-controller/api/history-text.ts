import type { HistoryAnswer } from "./history-schema";
import { row } from "./text-parts";

/** The answer to GET /history as plain text, for a terminal. */
export const historyText = ({ since, total, entries }: HistoryAnswer): string =>
  [
    `${total} since ${since}, the newest first`,
    ...entries.flatMap(({ at, text, why, before, after }) => [
      "",
      `${at}  ${text}`,
      ...(before && after ? [`    ${row(before)}  ->  ${row(after)}`] : []),
      ...why.map((reason) => `    ${reason}`),
    ]),
    "",
  ].join("\n");
