import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OperatorError } from "../../config/operator-error";
import { writeFileAtomically } from "../../sandbox/processes/atomic-file";
import { toolOf } from "../../sandbox/toolchain/catalog";
import { runCommand } from "../../sandbox/toolchain/command";
import { readEnvironment, type ToolchainEnvironment } from "../../sandbox/toolchain/environment";
import { findToolchain } from "../../sandbox/toolchain/toolchain";
import { rangeText } from "../../sandbox/toolchain/version";
import { type Chart, helmArguments } from "./chart";

/** For one chart, which may have to be fetched. */
const TIMEOUT_MS = 120_000;

/** The program, and the variables that its user's settings, proxies and logins are in. */
export interface Helm {
  readonly path: string;
  readonly variables: Readonly<NodeJS.ProcessEnv>;
}

/**
 * Finds helm on the PATH or among what the toolchain has built.
 *
 * @throws OperatorError with the next step if there is none that fits.
 */
export async function findHelm(
  environment: ToolchainEnvironment = readEnvironment(),
): Promise<Helm> {
  const { survey } = await findToolchain(["mesh"], { environment });
  const location = survey.locations.find(({ tool }) => tool === "helm");
  if (location?.found) return { path: location.found.path, variables: environment.variables };
  const refused = (location?.refused ?? []).map(({ path, reason }) => ` ${path} ${reason}.`);
  throw new OperatorError(
    `What charts give cannot be rendered: there is no helm (${rangeText(toolOf("helm").accepts)}) ` +
      `on the PATH, and none was built.${refused.join("")} Install it, or build it with ` +
      "`npm run toolchain -- build mesh`; without `--charts` everything else is rendered.",
  );
}

/**
 * What `helm template` prints for a chart.
 *
 * @throws OperatorError with what helm says, if it fails or takes longer than two minutes.
 */
export async function helmTemplate(helm: Helm, chart: Chart): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "nephoran-chart-"));
  try {
    const values = join(folder, "values.json");
    await writeFileAtomically(values, JSON.stringify(chart.values));
    const { exitCode, output, errorLines } = await runCommand(
      helm.path,
      helmArguments(chart, values),
      { cwd: folder, variables: helm.variables, timeoutMs: TIMEOUT_MS },
    );
    if (exitCode === 0) return output;
    const end =
      exitCode === null ? `was ended after ${TIMEOUT_MS / 1000} s` : `ended with ${exitCode}`;
    const from = chart.repository === undefined ? "" : ` of ${chart.repository}`;
    throw new OperatorError(
      [
        `helm ${end}, rendering chart ${chart.chart}${from} as release ${chart.release}:`,
        ...errorLines.slice(-20).map((line) => `  ${line}`),
        "Where the repository cannot be reached, `--charts-directory DIR` takes the charts from a folder.",
      ].join("\n"),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
