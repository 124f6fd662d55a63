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

/** An error whose message is complete: what happened, where, and the next step. */
export class ToolchainError extends Error {
  override readonly name = "ToolchainError";

  constructor(
    readonly code: ToolchainErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
