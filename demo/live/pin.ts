import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { OperatorError } from "../../config/operator-error";
import { repositoryRoot, type SandboxLayout } from "../../sandbox/layout";
import type { Stage } from "./course";

/** Longer than it takes to tell every cluster, ms. */
const BOUND_MS = 60_000;

/** Shares an entry's requests out by `nephoran traffic`, as an operator does. */
export function operatorsPin(
  { project }: SandboxLayout,
  environment: NodeJS.ProcessEnv,
): Pick<Stage, "share" | "unshare"> {
  const traffic = async (...args: readonly string[]): Promise<void> => {
    const command = [join(repositoryRoot, "cli", "nephoran.mjs"), "traffic", ...args];
    const own = ["--project", project, "--yes"];
    try {
      await promisify(execFile)(process.execPath, [...command, ...own], {
        env: environment,
        timeout: BOUND_MS,
      });
    } catch (cause) {
      const { stderr = "", stdout = "" } = cause as { stderr?: string; stdout?: string };
      throw new OperatorError(
        `nephoran traffic ${args.join(" ")} failed:\n${`${stdout}${stderr}`.trim()}`,
        { cause },
      );
    }
  };
  return {
    share: (entry, region, percent) =>
      traffic(
        ...["pin", entry, `${entry}=${100 - percent}`, `${region}=${percent}`],
        ...["--reason", "the demo: a share to lead away", "--author", "demo"],
      ),
    unshare: (entry) => traffic("lift", `pin-${entry}`),
  };
}
