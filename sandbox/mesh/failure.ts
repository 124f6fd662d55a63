import { CodedError } from "../coded-error";

/**
 * Why a mesh could not be had.
 *
 * `command`: something that it is set up by failed.
 * `bad-object`: the program's objects lack something that a process is started from.
 * `not-ready`: it runs, but is not as it should be within its bound.
 */
export type MeshErrorCode = "command" | "bad-object" | "not-ready";

export class MeshError extends CodedError<MeshErrorCode> {
  override readonly name = "MeshError";
}
