import { inspect } from "node:util";
import { type Output, secret } from "@pulumi/pulumi/output";
import { z } from "zod";

const HIDDEN = "[secret]";

/**
 * A secret from the configuration. Whatever prints it, as text, as JSON or by inspecting it, prints
 * `[secret]`.
 */
export class SecretText {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** The secret as the engine takes it: encrypted wherever it is stored. */
  asOutput(): Output<string> {
    return secret(this.#text);
  }

  /** The secret in clear, for what has to look into it. Nothing that is made of it may be printed. */
  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return HIDDEN;
  }

  toJSON(): string {
    return HIDDEN;
  }

  [inspect.custom](): string {
    return HIDDEN;
  }
}

/**
 * Schema of a secret setting: text in clear is refused, and its value is not repeated.
 *
 * @param key the setting, without its namespace.
 * @param leftOut what holds if it is not given, in words; `undefined`: nothing.
 */
export const secretSetting = (key: string, leftOut?: string) =>
  z.instanceof(SecretText).meta({
    secret: true,
    seen: "not encrypted",
    description:
      `encrypted in the stack file: \`pulumi config set --secret ${key}\` does that` +
      (leftOut === undefined ? "" : `; left out: ${leftOut}`),
  });

/** True for a schema that {@link secretSetting} made. */
export const isSecretSetting = (schema: z.ZodType | undefined): boolean =>
  schema?.meta()?.["secret"] === true;
