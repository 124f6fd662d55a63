import { Command } from "commander";
import type { Project } from "../../config/files";
import { OperatorError } from "../../config/operator-error";
import { withProject } from "../deploy/options";
import { Kubectl } from "../traffic/kubectl";
import { clusterFindings } from "./cluster";
import { backendCall, engineFindings } from "./engine";
import { type Finding, findingLines } from "./finding";
import { registryBy } from "./images";
import { operatorsMachine, type Outside } from "./outside";
import { neededPrograms, nodeFinding, programFinding } from "./programs";

interface Options {
  readonly project: string;
  readonly region?: string;
  readonly json?: true;
}

/** Names what a deployment would wait for. */
export const doctorCommand = (outside: Outside = operatorsMachine()): Command =>
  withProject(new Command("doctor"))
    .description(
      "Look whether this machine and the clusters have what a deployment needs: programs, the engine's " +
        "backend, stack files, contexts, rights, storage, images. Changes nothing. Exits with 1 if " +
        "anything is missing; what could not be found out is said, and does not count.",
    )
    .option("--region <name>", "only the cluster of this region")
    .option("--json", "one JSON object a line, for each finding")
    .action(async (options: Options) => {
      const findings = await findingsOf(options, outside);
      const lines = options.json
        ? findings.map((finding) => JSON.stringify(finding))
        : findingLines(findings);
      for (const line of lines) outside.print(line);
      if (findings.some(({ state }) => state === "missing")) process.exitCode = 1;
    });

async function findingsOf({ project: folder, region }: Options, outside: Outside) {
  const { here, hasKubectl } = await lookAtMachine(outside);
  const files = projectOrFinding(folder, outside);
  if ("finding" in files) return [...here, files.finding];
  const { project } = files;
  const stacks = project.stacks.filter(({ region: { name } }) => (region ?? name) === name);
  if (stacks.length === 0) throw unknownRegion(region ?? "", project);
  const count = project.stacks.length;
  const read: Finding = { what: "stack files", state: "ok", detail: `${count} regions` };
  if (!hasKubectl) {
    const clusters = {
      what: "clusters",
      state: "unknown",
      detail: "there is no kubectl to ask",
    } as const;
    return [...here, read, { ...clusters, next: "install kubectl, and run the same again" }];
  }
  const atRegistry = registryBy(outside.run);
  // One program runs at a time: its mocks are global.
  let before: Promise<unknown> = Promise.resolve();
  const found = await Promise.all(
    stacks.map((stack) => {
      const images = (): Promise<readonly string[]> => {
        const mine = before.then(() => outside.images(project, stack));
        before = mine.catch(() => undefined);
        return mine;
      };
      return clusterFindings(stack, new Kubectl(stack, outside.run), images, atRegistry);
    }),
  );
  return [...here, read, ...found.flat()];
}

async function lookAtMachine({ run, variables, nodeVersion }: Outside) {
  const [programs, backend] = await Promise.all([
    Promise.all(
      neededPrograms.map(async (needed) => {
        const { program, args } = needed;
        return { needed, result: await run({ program, args, timeoutMs: 20_000 }) };
      }),
    ),
    run(backendCall),
  ]);
  return {
    here: [
      nodeFinding(nodeVersion),
      ...programs.map(({ needed, result }) => programFinding(needed, result)),
      ...engineFindings(backend, variables),
    ],
    hasKubectl: programs.some(
      ({ needed: { program }, result }) => program === "kubectl" && result.ended !== "absent",
    ),
  };
}

/** The project, or what is wrong with its files: clusters cannot be looked for without it. */
function projectOrFinding(
  folder: string,
  { project }: Outside,
): { readonly project: Project } | { readonly finding: Finding } {
  try {
    return { project: project(folder) };
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    const next = "mend that first; clusters are looked at afterwards";
    return { finding: { what: "stack files", state: "missing", detail: error.message, next } };
  }
}

const unknownRegion = (region: string, { topology }: Project): OperatorError =>
  new OperatorError(
    `There is no region ${region}. The topology has ${topology.regions.map(({ name }) => name).join(", ")}.`,
  );
