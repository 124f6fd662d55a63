import { InvalidArgumentError } from "commander";

/** An option's value as a whole number from 0 on. @throws InvalidArgumentError if it is none. */
export function wholeNumber(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new InvalidArgumentError("A whole number is wanted.");
}
