import type { Readable, Writable } from "node:stream";
import { Interrupted, INTERRUPTED_EXIT_CODE } from "../../sandbox/interruption";

/** A terminal's keyboard. */
export type Keyboard = Readable & {
  setRawMode(raw: boolean): unknown;
};

/**
 * Asks for a line that the terminal does not show.
 *
 * @throws Interrupted at Ctrl-C, or when the keyboard goes away.
 */
export async function askOnTerminal(
  question: string,
  keyboard: Keyboard,
  screen: Writable,
): Promise<string> {
  // Before the question: whoever answers at once must not be shown either.
  keyboard.setRawMode(true);
  screen.write(question);
  const line = new HiddenLine();
  const type = (chunk: Buffer | string): void => {
    line.type(chunk.toString());
  };
  const leave = (): void => {
    line.interrupt();
  };
  // A keyboard that was asked before stands still.
  keyboard.on("data", type).once("end", leave).resume();
  try {
    return await line.typed;
  } finally {
    keyboard.off("data", type).off("end", leave).pause();
    keyboard.setRawMode(false);
    screen.write("\n");
  }
}

/** A line as it is typed: raw terminals leave Backspace and Ctrl-C to whoever reads. */
class HiddenLine {
  readonly typed: Promise<string>;
  #text = "";
  #end!: (text: string) => void;
  #fail!: (reason: Interrupted) => void;

  constructor() {
    this.typed = new Promise((resolve, reject) => {
      this.#end = resolve;
      this.#fail = reject;
    });
  }

  type(characters: string): void {
    for (const character of characters) {
      switch (character) {
        case "\r":
        case "\n":
        case "\u0004":
          this.#end(this.#text);
          return;
        case "\u0003":
          this.interrupt();
          return;
        case "\u007f":
        case "\b":
          this.#text = this.#text.slice(0, -1);
          break;
        default:
          this.#text += character;
      }
    }
  }

  interrupt(): void {
    process.exitCode = INTERRUPTED_EXIT_CODE;
    this.#fail(new Interrupted());
  }
}
