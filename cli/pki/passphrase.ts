import { readFile } from "node:fs/promises";
import { OperatorError } from "../../config/operator-error";
import type { Outside } from "./outside";

/** Shorter ones are found by trying. */
const SHORTEST = 12;

const HOW_TO_GIVE =
  "Name a file with it by --passphrase-file or NEPHORAN_PKI_PASSPHRASE_FILE, or run the command on " +
  "a terminal, which asks for it.";

/**
 * The passphrase that opens an authority.
 *
 * @throws OperatorError if the file cannot be read, or if there is neither a file nor a terminal.
 */
export async function presentPassphrase(
  file: string | undefined,
  { ask }: Pick<Outside, "ask">,
): Promise<string> {
  if (file !== undefined) return passphraseIn(file);
  if (ask !== undefined) return ask("Passphrase of the authority: ");
  throw new OperatorError(`The authority's keys are closed by a passphrase. ${HOW_TO_GIVE}`);
}

/**
 * The passphrase for a new authority; a terminal asks twice.
 *
 * @throws OperatorError if it is too short, if the answers differ, or if there is none to be had.
 */
export async function newPassphrase(
  file: string | undefined,
  { ask }: Pick<Outside, "ask">,
): Promise<string> {
  if (file !== undefined) return longEnough(await passphraseIn(file));
  if (ask === undefined) {
    throw new OperatorError(
      `A new authority's keys are closed by a passphrase. ${HOW_TO_GIVE} In a lab, --unencrypted ` +
        "does without.",
    );
  }
  const passphrase = longEnough(await ask("Passphrase for the new authority: "));
  if ((await ask("The same again: ")) === passphrase) return passphrase;
  throw new OperatorError("The two passphrases differ. Nothing was made.");
}

function longEnough(passphrase: string): string {
  if (passphrase.length >= SHORTEST) return passphrase;
  throw new OperatorError(
    `The passphrase has ${passphrase.length} characters; at least ${SHORTEST} are wanted. Nothing ` +
      "was made.",
  );
}

async function passphraseIn(file: string): Promise<string> {
  const text = await readFile(file, "utf8").catch(() => {
    throw new OperatorError(`The passphrase file ${file} cannot be read. Nothing was changed.`);
  });
  const passphrase = text.replace(/\r?\n$/, "");
  if (passphrase !== "") return passphrase;
  throw new OperatorError(`The passphrase file ${file} is empty. Nothing was changed.`);
}
