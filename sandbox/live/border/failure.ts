import { CodedError } from "../../coded-error";

/**
 * Why the border between the host and a region's network could not be crossed.
 *
 * `refused`: nobody takes the connection that was asked for.
 * `not-open`: the region's border does not run.
 * `bad-settings`: what a border's process was given is not what is written for it.
 */
export type BorderErrorCode = "refused" | "not-open" | "bad-settings";

export class BorderError extends CodedError<BorderErrorCode> {
  override readonly name = "BorderError";
}
