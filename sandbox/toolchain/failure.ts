import { CodedError } from "../coded-error";

/**
 * Why a toolchain could not be had.
 *
 * `no-go`: nothing on this machine can build (no Go, or one that is too old).
 * `no-python`: nothing on this machine can install (no Python, one that is too old, or one without
 * its module venv).
 * `disk-full`: too little space to start a build.
 * `build-failed`: something could not be downloaded, compiled or installed.
 * `interrupted`: the caller's signal stopped it; the next start goes on from there.
 * `incomplete`: something is missing, and the caller did not want it to be built.
 * `busy`: another process is building, and what was asked for cannot be done meanwhile.
 */
export type ToolchainErrorCode =
  "no-go" | "no-python" | "disk-full" | "build-failed" | "interrupted" | "incomplete" | "busy";

export class ToolchainError extends CodedError<ToolchainErrorCode> {
  override readonly name = "ToolchainError";
}
