import { stat } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { build, type BuildListener } from "./build";
import { assertBuilders, buildersOf } from "./builders";
import { cacheFolders, diskUse } from "./cache";
import { type ToolName, toolOf } from "./catalog";
import { waitForClaim } from "./claim";
import { readEnvironment, type ToolchainEnvironment } from "./environment";
import { ToolchainError } from "./failure";
import { isComplete, locate, lookInCache, type Survey } from "./locate";
import { durationText, type ToolchainEvent } from "./progress";
import { assertRoom, freeDiskBytes } from "./resources";
import type { ToolGroup } from "./tool";
import { type BuildCost, costOf, workOf } from "./work";

/** Programs and files that are there and fit. */
export interface Toolchain {
  /**
   * The absolute path of a program.
   *
   * @throws TypeError if it belongs to a group that was not asked for.
   */
  path(tool: ToolName): string;
  /** The folder of the assets, in which those of the groups that were asked for are. */
  readonly assets: string;
  /**
   * The folders to be put before the `PATH`, so that it has every program. Those of programs that
   * were found on it are left out, or they would go before the user's others, of node for instance.
   */
  readonly searchPath: string;
}

export interface ToolchainOptions {
  /** Stops a build, or the waiting for another's. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (event: ToolchainEvent) => void;
  /** @default the process environment */
  readonly environment?: ToolchainEnvironment;
}

/** What is there without building anything, and what building the rest would take. */
export interface ToolchainSearch {
  readonly survey: Survey;
  /** Only if nothing is missing. */
  readonly toolchain?: Toolchain;
  /** From nothing, on two cores. All zero if nothing is missing. */
  readonly cost: BuildCost;
}

/** Only looks. */
export async function findToolchain(
  groups: readonly ToolGroup[],
  options: Pick<ToolchainOptions, "signal" | "environment"> = {},
): Promise<ToolchainSearch> {
  const survey = await locate(groups, options.environment ?? readEnvironment(), options.signal);
  const cost = costOf(workOf(survey));
  return isComplete(survey) ? { survey, cost, toolchain: toolchainOf(survey) } : { survey, cost };
}

/**
 * The tools of some groups as they are, for commands that must not start a long build.
 *
 * @throws ToolchainError `incomplete` with what is missing and how to get it.
 */
export async function requireToolchain(
  groups: readonly ToolGroup[],
  options: Pick<ToolchainOptions, "signal" | "environment"> = {},
): Promise<Toolchain> {
  const { toolchain, survey, cost } = await findToolchain(groups, options);
  if (toolchain) return toolchain;
  throw new ToolchainError(
    "incomplete",
    `Missing: ${[...survey.missing, ...survey.missingAssets].join(", ")}. ` +
      `\`npm run toolchain -- build ${groups.join(" ")}\` builds that in about ` +
      `${durationText(cost.milliseconds)} on two cores.`,
  );
}

/**
 * Finds the tools of some groups and builds what is missing. While another call builds, in this
 * process or another, it waits and returns as soon as its own groups are there: so one call for all
 * groups may run in the background while a second one waits for the group that is needed first.
 *
 * @throws ToolchainError with the next step in its message.
 */
export async function ensureToolchain(
  groups: readonly ToolGroup[],
  options: ToolchainOptions = {},
): Promise<Toolchain> {
  const environment = options.environment ?? readEnvironment();
  try {
    const survey = await locate(groups, environment, options.signal);
    if (isComplete(survey)) return toolchainOf(survey);
    return toolchainOf(await complete(survey, environment, options));
  } catch (error) {
    if (!options.signal?.aborted || error instanceof ToolchainError) throw error;
    throw await interrupted(environment, error);
  }
}

/** Waits for another's build, or builds. */
async function complete(
  survey: Survey,
  environment: ToolchainEnvironment,
  { signal, onProgress }: ToolchainOptions,
): Promise<Survey> {
  const folders = cacheFolders(environment);
  const builders = buildersOf(survey, environment, folders.scratch, signal);
  // Told at once, not after another's build.
  await assertBuilders(workOf(survey), builders);

  let latest = survey;
  const claim = await waitForClaim(
    join(folders.toolchain, "builders"),
    async ({ pid, progress }) => {
      onProgress?.({ kind: "waiting", pid, ...(progress ? { progress } : {}) });
      latest = await lookInCache(survey);
      return isComplete(latest);
    },
    signal,
  );
  if (!claim) return latest;
  try {
    latest = await lookInCache(survey);
    const work = workOf(latest);
    if (work.length === 0) return latest;
    // An interrupted build has taken its part of the disk already.
    const needed = costOf(work).diskBytes - (await diskUse(folders.scratch));
    assertRoom(needed, await freeDiskBytes(environment.cache), environment.cache);
    const listener: BuildListener = {
      onProgress(progress) {
        claim.publish(progress);
        onProgress?.({ kind: "progress", ...progress });
      },
      onBuilt: (tool, seconds) => onProgress?.({ kind: "built", tool, seconds }),
    };
    await build(work, { folders, layout: latest.layout, listener }, builders);
    return await lookInCache(latest);
  } finally {
    await claim.release();
  }
}

function toolchainOf({ locations, layout }: Survey): Toolchain {
  const found = new Map(locations.map((location) => [location.tool, location.found]));
  const folders = [...found.values()].flatMap((tool) =>
    tool && tool.origin !== "PATH" ? dirname(tool.path) : [],
  );
  return {
    path(tool) {
      const path = found.get(tool)?.path;
      if (path !== undefined) return path;
      throw new TypeError(`${tool} was not asked for: its group is "${toolOf(tool).group}"`);
    },
    assets: layout.assets,
    // Never empty: an empty entry of a PATH means the working directory.
    searchPath: [...new Set(folders)].join(delimiter) || layout.assets,
  };
}

async function interrupted(
  environment: ToolchainEnvironment,
  cause: unknown,
): Promise<ToolchainError> {
  const { scratch } = cacheFolders(environment);
  const hasScratch = await stat(scratch).then(
    () => true,
    () => false,
  );
  const rest = hasScratch
    ? ` What is compiled so far stays in ${scratch}, and the next start goes on from there; ` +
      "`npm run toolchain -- clean --partial` deletes it."
    : "";
  const message = `The toolchain is not complete: it was interrupted.${rest}`;
  return new ToolchainError("interrupted", message, { cause });
}
