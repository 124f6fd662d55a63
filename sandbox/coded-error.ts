/** An error whose message is complete: what happened, where, and the next step. */
export class CodedError<Code extends string> extends Error {
  constructor(
    /** What callers tell such errors apart by. */
    readonly code: Code,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
