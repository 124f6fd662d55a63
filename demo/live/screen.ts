import type { WriteStream } from "node:tty";
import { LogLines } from "./log-lines";
import { terminalLines } from "./terminal";
import type { LiveView } from "./view";

/** From one picture to the next, ms. */
const INTERVAL_MS = 1_000;

/** Where the picture goes in a terminal: its own place again and again, or one line after the other. */
export type Output = Pick<WriteStream, "write"> &
  Partial<Pick<WriteStream, "isTTY" | "columns" | "rows">>;

/** Cursor to the top left, and everything from there deleted (ECMA-48: CUP, ED). */
const CLEAR = "\u001b[H\u001b[J";

/**
 * Shows the picture once a second: drawn over itself in a terminal, line by line elsewhere.
 *
 * @param url of the page that shows more.
 * @returns what ends it.
 */
export function showInTerminal(view: () => LiveView, url: string, output: Output): () => void {
  const log = new LogLines(view().at);
  const draw = () => {
    output.write(
      output.isTTY === true
        ? CLEAR + fitted([`${url}  (Ctrl-C ends the show)`, "", ...terminalLines(view())], output)
        : log
            .of(view())
            .map((line) => `${line}\n`)
            .join(""),
    );
  };
  draw();
  const timer = setInterval(draw, INTERVAL_MS);
  return () => {
    clearInterval(timer);
    draw();
  };
}

/** A picture that is larger than the terminal would scroll. */
const fitted = (lines: readonly string[], { columns = 80, rows = 24 }: Output): string =>
  lines
    .slice(0, rows - 1)
    .map((line) => `${line.slice(0, columns - 1)}\n`)
    .join("");
