import { z } from "zod";
import { runCommand } from "../../sandbox/toolchain/command";
import type { Toolchain } from "../../sandbox/toolchain/toolchain";

/**
 * Optional checks that are wanted. The others ask for requests that equal the limits: what handles
 * bursts of requests may use a core that nobody else needs.
 */
const OPTIONAL_CHECKS = ["container-seccomp-profile", "container-ports-check"];

/** The release that the objects are for; kube-score itself assumes 1.18. */
const KUBERNETES = "v1.37";

const grades = new Map([
  [1, "critical"],
  [5, "warning"],
]);

const scoredObjects = z.array(
  z.object({
    type_meta: z.object({ kind: z.string() }),
    object_meta: z.object({ name: z.string(), namespace: z.string() }),
    checks: z.array(
      z.object({ check: z.object({ id: z.string() }), grade: z.int(), skipped: z.boolean() }),
    ),
  }),
);

export interface Scores {
  /** Every object that kube-score looked at, as `Kind namespace/name`. */
  readonly objects: readonly string[];
  /** As `check: Kind namespace/name`, sorted. */
  readonly criticals: readonly string[];
  readonly warnings: readonly string[];
}

/** Scores the objects of one region together, as they depend on each other. */
export async function kubeScore(toolchain: Toolchain, files: readonly string[]): Promise<Scores> {
  const { output } = await runCommand(
    toolchain.path("kube-score"),
    [
      "score",
      "--output-format=json",
      `--kubernetes-version=${KUBERNETES}`,
      // No object may excuse itself.
      "--disable-ignore-checks-annotations",
      ...OPTIONAL_CHECKS.map((check) => `--enable-optional-test=${check}`),
      ...files,
    ],
    { variables: {}, timeoutMs: 60_000 },
  );
  const objects = scoredObjects.parse(JSON.parse(output));
  const findings = objects.flatMap(({ checks, ...object }) =>
    checks
      .filter(({ skipped }) => !skipped)
      .map(({ check, grade }) => ({ grade, finding: `${check.id}: ${nameOf(object)}` })),
  );
  const graded = (grade: string): string[] =>
    findings
      .filter((found) => grades.get(found.grade) === grade)
      .map(({ finding }) => finding)
      .sort();
  return {
    objects: objects.map(nameOf),
    criticals: graded("critical"),
    warnings: graded("warning"),
  };
}

function nameOf(object: Pick<z.infer<typeof scoredObjects>[number], "type_meta" | "object_meta">) {
  return `${object.type_meta.kind} ${object.object_meta.namespace}/${object.object_meta.name}`;
}
