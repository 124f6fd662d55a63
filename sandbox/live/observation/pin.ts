import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { OperatorError } from "../../../config/operator-error";
import { repositoryRoot, type SandboxLayout } from "../../layout";

/** Shares of an entry's requests, as an operator gives and takes them back. */
export interface OperatorsPin {
  /** Has an entry send some of its requests to a region. */
  readonly share: (entry: string, region: string, percent: number) => Promise<void>;
  /** Takes that back. */
  readonly unshare: (entry: string) => Promise<void>;
}

/** Why a share is given, and who gives it, for whoever finds it later. */
export interface PinNote {
  readonly reason: string;
  readonly author: string;
}

/** Longer than it takes to tell every cluster, ms. */
const BOUND_MS = 60_000;

/** Runs `nephoran traffic` with arguments. @throws OperatorError with what it said. */
export type OperatorsOrder = (...args: readonly string[]) => Promise<void>;

/**
 * Gives orders by `nephoran traffic`, which asks nothing back.
 *
 * @param environment of the sandbox's commands.
 */
export const operatorsOrder =
  ({ project }: SandboxLayout, environment: NodeJS.ProcessEnv): OperatorsOrder =>
  async (...args) => {
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

/** Shares an entry's requests out by such orders. */
export const operatorsPin = (order: OperatorsOrder, { reason, author }: PinNote): OperatorsPin => ({
  share: (entry, region, percent) =>
    order(
      ...["pin", entry, `${entry}=${100 - percent}`, `${region}=${percent}`],
      ...["--reason", reason, "--author", author],
    ),
  unshare: (entry) => order("lift", `pin-${entry}`),
});
