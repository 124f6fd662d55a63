import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { CacheFolders, CacheLayout } from "./cache";
import type { GoRunner } from "./go";
import { BuildMeter } from "./meter";
import { buildModule } from "./module-build";
import type { BuildProgress, Product } from "./progress";
import type { ModuleWork } from "./work";

/** Where a build reports to. */
export interface BuildListener {
  readonly onProgress: (progress: BuildProgress) => void;
  readonly onBuilt: (product: Product, seconds: number) => void;
}

/** Everything that the parts of a build share. */
export interface BuildContext {
  readonly folders: CacheFolders;
  readonly layout: CacheLayout;
  readonly runner: GoRunner;
  readonly listener: BuildListener;
}

/**
 * Does some work. What is compiled stays in the scratch folder until all of it is done, so that an
 * interrupted build goes on where it was; after that the folder is gone.
 *
 * @throws ToolchainError `build-failed`, or the reason of the runner's signal.
 */
export async function build(work: readonly ModuleWork[], context: BuildContext): Promise<void> {
  const { folders, listener } = context;
  const temporary = join(folders.scratch, "tmp");
  const clear = () => rm(temporary, { recursive: true, force: true });
  // A build that was killed could not do so itself.
  await clear();
  await mkdir(temporary, { recursive: true });

  const steps = work.flatMap(({ download, compilations }) => [download, ...compilations]);
  const meter = new BuildMeter(steps, listener.onProgress);
  try {
    for (const part of work) await buildModule(part, context, meter);
  } finally {
    meter.close();
    await clear();
  }
  await rm(folders.scratch, { recursive: true, force: true });
}
