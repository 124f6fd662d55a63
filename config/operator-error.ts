import { inspect } from "node:util";

/**
 * An error that the operator can mend: its message says all, so no stack trace is printed.
 *
 * It describes itself, because the engine's Node host inspects whatever it reports, and through the
 * promise that a RunError was thrown in that walks the whole runtime: 13 s and 2 GB of memory.
 */
export class OperatorError extends Error {
  override readonly name: string = "OperatorError";

  /**
   * By this the engine's Node host knows a RunError, whichever copy of the SDK it is from. The class
   * itself comes with all of gRPC, which programs without an engine have no use for.
   */
  readonly __pulumiRunError = true;

  [inspect.custom](): string {
    return this.message;
  }
}
