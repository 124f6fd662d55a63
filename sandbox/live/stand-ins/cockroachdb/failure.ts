import { CodedError } from "../../../coded-error";

/**
 * Why the stand-in does not do what it was told.
 *
 * `bad-use`: arguments or variables that it does not know, or that lack.
 * `no-database`: PostgreSQL cannot be started.
 */
export type StandInErrorCode = "bad-use" | "no-database";

export class StandInError extends CodedError<StandInErrorCode> {
  override readonly name = "StandInError";
}
