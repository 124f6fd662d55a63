import { cp, mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { parseDocument } from "yaml";
import { stackFile } from "../../config/program-config";
import { TOPOLOGY_FILE } from "../../config/topology";
import { controlPlaneBinaries } from "../../sandbox/cluster/binaries";
import { resetControlPlanes, startControlPlanes } from "../../sandbox/cluster/control-planes";
import type { SandboxLayout } from "../../sandbox/layout";
import { writeFileAtomically } from "../../sandbox/processes/atomic-file";
import { requireToolchain, type Toolchain } from "../../sandbox/toolchain/toolchain";
import { chosenRegions, prepareStacks } from "../../sandbox/up";
import type { Lab } from "./round";

/** The primary, and a region with a residency zone: what differs most. */
const REGIONS = ["us-east-1", "eu-west-1"];

export interface LabOptions {
  readonly layout: SandboxLayout;
  readonly portBase: number;
  /** Whether the engine writes its state after every step, as it does by default. */
  readonly checkpoints: boolean;
  readonly signal: AbortSignal;
}

/** Two regions of the real program. Their clusters are made anew for each round. */
export class RegionsLab {
  private constructor(
    private readonly options: LabOptions,
    private readonly toolchain: Toolchain,
    private readonly environment: Readonly<NodeJS.ProcessEnv>,
  ) {}

  /** Makes the project, with identities, and nothing deployed. */
  static async prepare(options: LabOptions): Promise<RegionsLab> {
    const { layout, signal } = options;
    await mkdir(layout.directory, { recursive: true, mode: 0o700 });
    const toolchain = await requireToolchain(["cluster", "pulumi"], { signal });
    const { environment } = await prepareStacks(
      { layout, toolchain, signal },
      chosenRegions(REGIONS),
    );
    await keepRegions(layout.project);
    const lab = new RegionsLab(options, toolchain, {
      ...environment,
      KUBECACHEDIR: join(layout.directory, "kubectl-cache"),
    });
    for (const folder of lab.folders()) await cp(folder, `${folder}.empty`, COPY);
    return lab;
  }

  /** Empty clusters and empty states. */
  async fresh(): Promise<Lab> {
    const { layout, portBase, checkpoints, signal } = this.options;
    await resetControlPlanes(layout.directory);
    await startControlPlanes(chosenRegions(REGIONS), controlPlaneBinaries(this.toolchain), {
      directory: layout.directory,
      portBase,
      signal,
      onProgress: () => undefined,
    });
    for (const folder of this.folders()) {
      await rm(folder, { recursive: true, force: true });
      await cp(`${folder}.empty`, folder, COPY);
    }
    return {
      regions: REGIONS,
      directory: layout.project,
      environment: {
        ...this.environment,
        PULUMI_SKIP_CHECKPOINTS: checkpoints ? "false" : "true",
      },
      locks: join(layout.backend, ".pulumi", "locks"),
      options: ["--no-policy"],
    };
  }

  close = (): Promise<void> => resetControlPlanes(this.options.layout.directory);

  private folders = (): string[] => [this.options.layout.project, this.options.layout.backend];
}

const COPY = { recursive: true, verbatimSymlinks: true } as const;

/** Leaves the lab's regions alone in a project's topology. */
async function keepRegions(project: string): Promise<void> {
  const file = join(project, TOPOLOGY_FILE);
  const document = parseDocument(await readFile(file, "utf8"));
  const path = ["config", "topology", "value", "regions"];
  const { config } = document.toJS() as {
    config: { topology: { value: { regions: { name: string }[] } } };
  };
  const { regions } = config.topology.value;
  document.setIn(path, document.createNode(regions.filter(({ name }) => REGIONS.includes(name))));
  await writeFileAtomically(file, document.toString());
  for (const { name } of regions.filter((region) => !REGIONS.includes(region.name))) {
    await rm(join(project, stackFile(name)));
  }
}
