import { CodedError } from "../coded-error";

/**
 * Why a process could not be had or ended.
 *
 * `no-start`: it could not be launched at all.
 * `exited`: it ended before it was ready.
 * `not-ready`: it runs, but did not answer within its bound.
 * `will-not-stop`: it is still there after SIGKILL.
 * `bad-record`: what was written about it cannot be read.
 * `busy`: another process holds the lock on the same state folder.
 */
export type ProcessErrorCode =
  "no-start" | "exited" | "not-ready" | "will-not-stop" | "bad-record" | "busy";

export class ProcessError extends CodedError<ProcessErrorCode> {
  override readonly name = "ProcessError";
}
