import { CodedError } from "../../coded-error";

/**
 * Why pods could not be run.
 *
 * `api`: the region's API server refused a request.
 * `no-address`: the region has no address left for another pod.
 * `not-ready`: the runner does not answer within its bound.
 * `bad-arguments`: a program of this folder was started with others than it takes.
 */
export type PodErrorCode = "api" | "no-address" | "not-ready" | "bad-arguments";

export class PodError extends CodedError<PodErrorCode> {
  override readonly name = "PodError";
}
