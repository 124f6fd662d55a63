import { CodedError } from "../coded-error";

/**
 * Why a toolchain could not be had.
 *
 * `no-go`: nothing on this machine can build (no Go, or one that is too old).
 * `disk-full`: too little space to start a build.
 * `build-failed`: a module could not be downloaded, or a tool not compiled.
 * `interrupted`: the caller's signal stopped it; the next start goes on from there.
 * `incomplete`: something is missing, and the caller did not want it to be built.
 * `busy`: another process is building, and what was asked for cannot be done meanwhile.
 */
export type ToolchainErrorCode =
  "no-go" | "disk-full" | "build-failed" | "interrupted" | "incomplete" | "busy";

export class ToolchainError extends CodedError<ToolchainErrorCode> {
  override readonly name = "ToolchainError";
}
