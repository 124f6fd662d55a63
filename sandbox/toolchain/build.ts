import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Builders } from "./builders";
import type { CacheFolders, CacheLayout } from "./cache";
import { BuildMeter } from "./meter";
import { buildModule } from "./module-build";
import type { BuildProgress, Product } from "./progress";
import { installPackage } from "./python-environment";
import { stepsOf, type Work } from "./work";

/** Where a build reports to. */
export interface BuildListener {
  readonly onProgress: (progress: BuildProgress) => void;
  readonly onBuilt: (product: Product, seconds: number) => void;
}

/** Everything that the parts of a build share. */
export interface BuildPlace {
  readonly folders: CacheFolders;
  readonly layout: CacheLayout;
  readonly listener: BuildListener;
}

/** What one part of a build needs, with that by which it is made. */
export interface BuildContext<Runner> extends BuildPlace {
  readonly runner: Runner;
}

/**
 * Does some work. What is made meanwhile stays in the scratch folder until all of it is done, so that
 * an interrupted build goes on where it was; after that the folder is gone.
 *
 * @throws ToolchainError `build-failed`, or the reason of the runner's signal.
 */
export async function build(
  work: readonly Work[],
  place: BuildPlace,
  builders: Builders,
): Promise<void> {
  const { folders, listener } = place;
  const temporary = join(folders.scratch, "tmp");
  const clear = () => rm(temporary, { recursive: true, force: true });
  // A build that was killed could not do so itself.
  await clear();
  await mkdir(temporary, { recursive: true });

  const meter = new BuildMeter(work.flatMap(stepsOf), listener.onProgress);
  try {
    for (const part of work) {
      if (part.kind === "module") {
        await buildModule(part, { ...place, runner: await builders.go() }, meter);
      } else {
        await installPackage(part, { ...place, runner: await builders.python() }, meter);
      }
    }
  } finally {
    meter.close();
    await clear();
  }
  await rm(folders.scratch, { recursive: true, force: true });
}
