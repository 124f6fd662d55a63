import { z } from "zod";
import { runCommand } from "../../sandbox/toolchain/command";
import type { Toolchain } from "../../sandbox/toolchain/toolchain";

/** Four seconds on a quiet machine. */
const TIMEOUT_MS = 120_000;

const records = z.array(z.object({ check_id: z.string(), resource: z.string() }));

const reportSchema = z.object({
  results: z.object({ passed_checks: records, failed_checks: records }),
  summary: z.object({ skipped: z.int(), parsing_errors: z.int() }),
});

/** What checkov says of one region. */
export interface Report {
  /** Every object that at least one check was about, as `Kind namespace/name`. */
  readonly objects: ReadonlySet<string>;
  /** How many checks passed, counted once for each object. */
  readonly passed: number;
  /** As `check: Kind namespace/name`, sorted. */
  readonly failed: readonly string[];
  /** Checks that an object has excused itself from, and files that could not be read. */
  readonly unchecked: number;
}

/**
 * Kinds that checkov has checks for. An object of another kind can only be part of a check of one of
 * these, as a NetworkPolicy is for the pods that it selects.
 */
export const CHECKED_KINDS = [
  "ClusterRole",
  "ClusterRoleBinding",
  "ConfigMap",
  "CronJob",
  "DaemonSet",
  "Deployment",
  "Ingress",
  "Job",
  "Pod",
  "Role",
  "RoleBinding",
  "Secret",
  "Service",
  "ServiceAccount",
  "StatefulSet",
];

/**
 * Checks all objects below a folder together, as they depend on each other. Nothing goes over the
 * network: what the checks are is in checkov itself.
 *
 * @throws Error with the end of what checkov says, if it does not come to a verdict.
 */
export async function checkov(toolchain: Toolchain, folder: string): Promise<Report> {
  const { exitCode, output, errorLines } = await runCommand(
    toolchain.path("checkov"),
    [
      `--directory=${folder}`,
      "--framework=kubernetes",
      "--output=json",
      "--compact",
      "--skip-download",
    ],
    {
      cwd: folder,
      // The settings, keys and accounts of whoever runs this are none of its business.
      variables: { HOME: folder, CKV_SKIP_PACKAGE_UPDATE_CHECK: "true" },
      timeoutMs: TIMEOUT_MS,
    },
  );
  // 1: some check has failed.
  if (exitCode !== 0 && exitCode !== 1) {
    const end =
      exitCode === null ? `was ended after ${TIMEOUT_MS / 1000} s` : `ended with ${exitCode}`;
    throw new Error([`checkov ${end}, checking ${folder}:`, ...errorLines.slice(-20)].join("\n"));
  }
  const { results, summary } = reportSchema.parse(JSON.parse(output));
  const { passed_checks: passed, failed_checks: failed } = results;
  return {
    objects: new Set([...passed, ...failed].map(({ resource }) => nameOf(resource))),
    passed: passed.length,
    failed: failed.map(({ check_id, resource }) => `${check_id}: ${nameOf(resource)}`).sort(),
    unchecked: summary.skipped + summary.parsing_errors,
  };
}

/** Of `Deployment.nephoran-system.llm-processor`. A template's pod has its labels after its name. */
function nameOf(resource: string): string {
  const [kind = "", namespace = "", ...rest] = resource.split(".");
  const name = kind === "Pod" ? rest.slice(0, 1) : rest;
  return `${kind} ${namespace}/${name.join(".")}`;
}
