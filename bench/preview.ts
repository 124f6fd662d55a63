import { join } from "node:path";
import { z } from "zod";
import { OperatorError } from "../config/operator-error";
import { repositoryRoot } from "../sandbox/layout";
import { runCommand } from "../sandbox/toolchain/command";
import type { Bench } from "./bench";
import { timeEngine } from "./commands";
import { configMapsStack } from "./configmaps-stack";
import { ratioToPeer, type Readings } from "./figure";
import type { EmptyStack } from "./region-lab";
import { capturedRegion } from "./rendered-region";
import { type Round, rounds } from "./rounds";
import { median } from "./statistics";

/** A preview, and the part of it in which the program's own modules were loaded. */
interface Sample {
  readonly previewSeconds: number;
  readonly loadSeconds: number;
  readonly modules: number;
}

/** What bench/load-program.mjs prints. */
const loadSchema = z.object({ seconds: z.number(), modules: z.int() });

/** What a preview of a region may take, as a multiple of its peer. */
const AT_MOST = 1.5;

/**
 * The preview of a region's stack from nothing, against that of as many bare ConfigMaps: the rest is
 * what this program adds to what the engine takes for any.
 */
export async function preview(bench: Bench): Promise<Readings<"preview">> {
  const lab = await bench.region();
  const { resources, rendered } = await capturedRegion(lab.region, lab.charts);
  const objects = rendered.manifests.length;
  const components = resources.filter(({ custom }) => !custom).length;

  const configMaps = await configMapsStack(lab, objects, bench.signal);
  const sides = {
    ours: () => sample(lab.stack, lab.environment, bench.signal),
    peer: () => sample(configMaps, lab.environment, bench.signal),
  };
  bench.report("preview: once without counting, so that files are in memory");
  await sides.ours();
  await sides.peer();
  const samples = await rounds(
    bench,
    sides,
    ({ ours, peer }) =>
      `preview ${ours.previewSeconds.toFixed(1)} s, peer ${peer.previewSeconds.toFixed(1)} s`,
  );

  const pairs = samples.map(({ ours, peer }) => ({
    ours: ours.previewSeconds,
    peer: peer.previewSeconds,
  }));
  return {
    "preview.region": ratioToPeer(`pulumi preview of ${objects} bare ConfigMaps`, pairs, {
      atMost: AT_MOST,
      notes: [whereTheRestGoes(samples, components)],
    }),
  };
}

async function sample(
  stack: EmptyStack,
  environment: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<Sample> {
  const previewSeconds = await timeEngine(stack, ["preview"], "create", signal);
  const script = join(repositoryRoot, "bench/load-program.mjs");
  const { exitCode, output, errorLines } = await runCommand(process.execPath, [script], {
    cwd: stack.folder,
    variables: environment,
    signal,
  });
  if (exitCode !== 0) {
    throw new OperatorError(`${script} failed in ${stack.folder}:\n  ${errorLines.join("\n  ")}`);
  }
  const { seconds, modules } = loadSchema.parse(JSON.parse(output));
  return { previewSeconds, loadSeconds: seconds, modules };
}

function whereTheRestGoes(samples: readonly Round<Sample>[], components: number): string {
  const more = (of: (sample: Sample) => number): number =>
    median(samples.map(({ ours, peer }) => of(ours) - of(peer)));
  const all = more(({ previewSeconds }) => previewSeconds);
  const load = more(({ loadSeconds }) => loadSeconds);
  const modules = more(({ modules }) => modules);
  return (
    `A region takes ${all.toFixed(2)} s more than its peer: ${load.toFixed(2)} s to load ${modules} ` +
    `more modules, ${(all - load).toFixed(2)} s for the rest: its configuration, ${components} ` +
    `components, and the order of what depends on something, while all ConfigMaps go at once.`
  );
}
