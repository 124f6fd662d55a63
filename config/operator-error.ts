import { inspect } from "node:util";
import { RunError } from "@pulumi/pulumi/errors";

/**
 * An error that the operator can mend: its message says all, so no stack trace is printed.
 *
 * It describes itself, because the engine's Node host inspects whatever it reports, and through the
 * promise that a RunError was thrown in that walks the whole runtime: 13 s and 2 GB of memory.
 */
export class OperatorError extends RunError {
  override readonly name: string = "OperatorError";

  [inspect.custom](): string {
    return this.message;
  }
}
