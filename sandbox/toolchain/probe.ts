import { runCommand } from "./command";
import { findVersion, type Version } from "./version";

/** A version command answers within milliseconds; a hanging one must not hold up the search. */
const TIMEOUT_MS = 10_000;

/** Asks a program for its version; undefined if it fails or says nothing that looks like one. */
export async function probeVersion(
  path: string,
  args: readonly string[],
  variables: Readonly<NodeJS.ProcessEnv>,
  signal?: AbortSignal,
): Promise<Version | undefined> {
  try {
    const { exitCode, output } = await runCommand(path, args, {
      // Without this `pulumi version` asks the network for a newer one.
      variables: { ...variables, PULUMI_SKIP_UPDATE_CHECK: "true" },
      signal,
      timeoutMs: TIMEOUT_MS,
    });
    return exitCode === 0 ? findVersion(output) : undefined;
  } catch (error) {
    signal?.throwIfAborted();
    // A file that is no program of this machine tells no version either.
    if (error instanceof Error && "code" in error) return undefined;
    throw error;
  }
}
