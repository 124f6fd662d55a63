import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { controlPlaneBinaries, type ControlPlaneBinaries } from "../../../sandbox/cluster/binaries";
import {
  resetControlPlanes,
  startControlPlanes,
  type StartOptions,
} from "../../../sandbox/cluster/control-planes";
import type { RegionSpec } from "../../../sandbox/cluster/region-plan";
import { requireToolchain } from "../../../sandbox/toolchain/toolchain";
import { Kubectl } from "./engine-region";
import { NAMESPACE } from "./engine-workloads";

const REGION = "ap-southeast-1";

/** A control plane that only the suite which asks for it uses. */
export interface OwnRegion {
  readonly directory: string;
  readonly name: string;
  readonly zones: readonly string[];
  readonly kubectl: Kubectl;
  /** Starts it again, as `up` does, with what the topology says of it now. */
  start(features: readonly string[]): Promise<void>;
}

/** Brings one up before a suite's tests, in three zones, with Nephoran's namespace in it. */
export function ownRegion(
  portBase: number,
  features: readonly string[] = [],
  options: Pick<StartOptions, "auditLog"> = {},
): () => OwnRegion {
  let region: OwnRegion | undefined;

  before(async () => {
    const directory = await mkdtemp(join(tmpdir(), "nephoran-engine-"));
    const binaries = controlPlaneBinaries(await requireToolchain(["cluster"]));
    region = regionIn(directory, binaries, portBase, options);
    await region.start(features);
    await region.kubectl.runWith([NAMESPACE], "create", "-f", "-");
  });

  after(async () => {
    if (region === undefined) return;
    await resetControlPlanes(region.directory);
    await rm(region.directory, { recursive: true });
  });

  return () => {
    if (region === undefined) throw new Error("The region is there from the first test on.");
    return region;
  };
}

function regionIn(
  directory: string,
  binaries: ControlPlaneBinaries,
  portBase: number,
  options: Pick<StartOptions, "auditLog">,
): OwnRegion {
  const spec = { name: REGION, zones: ["a", "b", "c"].map((letter) => `${REGION}${letter}`) };
  return {
    ...spec,
    directory,
    kubectl: new Kubectl(binaries, directory, REGION),
    async start(features) {
      const specs: RegionSpec[] = [{ ...spec, features }];
      await startControlPlanes(specs, binaries, {
        directory,
        portBase,
        signal: new AbortController().signal,
        onProgress: () => undefined,
        ...options,
      });
    },
  };
}
