import { type Command, InvalidArgumentError, Option } from "commander";
import { isUserName } from "../../pki/cockroach-clients";
import { parts } from "../../pki/identity-settings";

/** What every verb that needs the authority is given. */
export interface AuthorityOptions {
  readonly authority: string;
  readonly passphraseFile?: string;
}

/** Adds the options that lead to the authority and open it. */
export const withAuthority = (command: Command): Command =>
  command
    .option("--authority <dir>", "folder of the authority", "./pki-authority")
    .addOption(
      new Option("--passphrase-file <file>", "file with the passphrase of the authority").env(
        "NEPHORAN_PKI_PASSPHRASE_FILE",
      ),
    );

/** Adds the option that leads to the stacks. */
export const withProject = (command: Command): Command =>
  command.option("--project <dir>", "folder with Pulumi.yaml and the stack files", ".");

/** Parses a number of days. */
export function days(text: string): number {
  if (/^[1-9]\d{0,4}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("A whole number of days from 1 on is wanted.");
}

/** What `issue --only` takes: a part of an identity, or the users that --client names. */
export const choices = [...parts, "clients"] as const;
export type Choice = (typeof choices)[number];

/** Parses one of them; the option may be repeated. */
export function choice(text: string, before: readonly Choice[] = []): Choice[] {
  const chosen = choices.find((each) => each === text);
  if (chosen !== undefined) return [...before, chosen];
  throw new InvalidArgumentError(`One of ${choices.join(", ")} is wanted.`);
}

/** Parses the name of a user of the state store. */
export function sqlUser(text: string, before: readonly string[] = []): string[] {
  if (text === "root" || text === "node") {
    throw new InvalidArgumentError("root and node belong to every region; they are issued anyway.");
  }
  if (!isUserName(text)) {
    throw new InvalidArgumentError(
      "A name of a SQL user is wanted that ends in a letter or a digit, such as nephoran_sync.",
    );
  }
  return [...new Set([...before, text])];
}
