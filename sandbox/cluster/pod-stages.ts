import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse, parseAllDocuments, stringify } from "yaml";
import { z } from "zod";
import { writeFileAtomically } from "../processes/atomic-file";
import { podEndStages, podReadyStage } from "./binaries";
import type { LaunchContext } from "./component";
import { ClusterError } from "./failure";

/** The stages by which pods start, relative to the region's folder. */
export const POD_STAGES = "pod-stages.yaml";

const stageSchema = z.looseObject({
  metadata: z.looseObject({ name: z.string() }),
  spec: z.looseObject({
    selector: z.looseObject({ matchExpressions: z.array(z.unknown()) }),
    next: z.looseObject({ statusTemplate: z.string() }),
  }),
});

/** A stage of KWOK's that is only narrowed. */
const anyStageSchema = z.looseObject({
  spec: z.looseObject({ selector: z.looseObject({ matchExpressions: z.array(z.unknown()) }) }),
});
type Stage = z.output<typeof stageSchema>;

/** Pods that start, but are ready only when another stand-in says so. */
const STARTED_ONLY = ["cockroachdb"];

/**
 * Pods are ready as soon as they have started, but for those of the state store: see cockroachdb.ts.
 *
 * @returns two stages as YAML, made of KWOK's own.
 */
export function podStages(podReady: string): string {
  const parsed = stageSchema.safeParse(parse(podReady));
  if (!parsed.success) {
    throw new ClusterError(
      "bad-state",
      `KWOK's stage pod-ready is not what it was in its release 0.8: ${z.prettifyError(parsed.error)}`,
    );
  }
  const ready = parsed.data;
  const started = withTemplate(named(ready, "pod-start"), (template) =>
    template
      .replace(/status: "True"(\s+type: (Ready|ContainersReady)\b)/g, 'status: "False"$1')
      .replace("ready: true", "ready: false"),
  );
  return [forApp(ready, "NotIn"), forApp(started, "In")]
    .map((stage) => stringify(stage))
    .join("---\n");
}

const named = (stage: Stage, name: string): Stage => ({
  ...stage,
  metadata: { ...stage.metadata, name },
});

const withTemplate = (stage: Stage, change: (template: string) => string): Stage => {
  const { next, ...spec } = stage.spec;
  const statusTemplate = change(next.statusTemplate);
  return { ...stage, spec: { ...spec, next: { ...next, statusTemplate } } };
};

function forApp(stage: Stage, operator: "In" | "NotIn"): Stage {
  const { selector, ...spec } = stage.spec;
  const matchExpressions = [
    ...selector.matchExpressions,
    { key: ".metadata.labels.app", operator, values: STARTED_ONLY },
  ];
  return { ...stage, spec: { ...spec, selector: { ...selector, matchExpressions } } };
}

/**
 * Stages that leave pods alone which really run: those all of whose containers have images that match.
 *
 * @param stages as YAML, one document each or several.
 * @param realImages in RE2's syntax.
 */
export function withoutRealPods(stages: readonly string[], realImages: string): string {
  const real = {
    key: `[.spec.containers[].image | test(${JSON.stringify(realImages)})] | all`,
    operator: "NotIn",
    values: ["true"],
  };
  return stages
    .flatMap((text) => parseAllDocuments(text))
    .map((document) => {
      const stage = anyStageSchema.parse(document.toJS());
      stage.spec.selector.matchExpressions.push(real);
      return stringify(stage);
    })
    .join("---\n");
}

/** Writes the stages into the region's folder, for KWOK to read as it starts. */
export async function writePodStages({
  files,
  binaries,
  realImages,
}: LaunchContext): Promise<void> {
  const { kwokStages } = binaries;
  const own = podStages(await readFile(podReadyStage(kwokStages), "utf8"));
  const ends = podEndStages(kwokStages).map((file) => readFile(file, "utf8"));
  const stages =
    realImages === undefined
      ? own
      : withoutRealPods([own, ...(await Promise.all(ends))], realImages);
  await writeFileAtomically(join(files.folder, POD_STAGES), stages);
}
