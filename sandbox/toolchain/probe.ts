import { runCommand } from "./command";
import { findVersion, type Version } from "./version";

/** Python needs seconds to answer on a busy machine; what hangs must not hold up the search for good. */
const TIMEOUT_MS = 30_000;

/** Without these some ask the network whether there is a newer one. */
const NO_UPDATE_CHECKS = {
  PULUMI_SKIP_UPDATE_CHECK: "true",
  CKV_SKIP_PACKAGE_UPDATE_CHECK: "true",
};

/** Asks a program for its version; undefined if it fails or says nothing that looks like one. */
export async function probeVersion(
  path: string,
  args: readonly string[],
  variables: Readonly<NodeJS.ProcessEnv>,
  signal?: AbortSignal,
): Promise<Version | undefined> {
  try {
    const { exitCode, output } = await runCommand(path, args, {
      variables: { ...variables, ...NO_UPDATE_CHECKS },
      signal,
      timeoutMs: TIMEOUT_MS,
    });
    // Some begin with how they were called, and folders may have versions in their names.
    return exitCode === 0 ? findVersion(output.replaceAll(path, "")) : undefined;
  } catch (error) {
    signal?.throwIfAborted();
    // A file that is no program of this machine tells no version either.
    if (error instanceof Error && "code" in error) return undefined;
    throw error;
  }
}
