import { join } from "node:path";
import { MESH_ID } from "../../components/istio-mesh/names";
import { readProject } from "../../config/files";
import type { Region, Topology } from "../../config/topology";
import { createAuthority } from "../../pki/authority";
import { hasAuthority, readAuthority, writeAuthority } from "../../pki/authority-folder";
import { issueAll } from "../../pki/issue";
import { PulumiStore } from "../../pki/pulumi-store";
import { publicHosts } from "../../routing/hosts";
import { roles } from "../../state/roles";
import type { SandboxLayout } from "../layout";

/** What a sandbox's identities are made with. */
export interface SandboxIdentities {
  readonly layout: SandboxLayout;
  /** Variables that `pulumi` runs with. */
  readonly environment: Readonly<NodeJS.ProcessEnv>;
  readonly signal: AbortSignal;
}

/**
 * Gives identities to the regions that have none: by an authority of the sandbox's own, whose keys lie
 * there unencrypted, and which nobody else believes.
 */
export async function issueSandboxIdentities(
  topology: Topology,
  regions: readonly Region[],
  { layout, environment, signal }: SandboxIdentities,
): Promise<void> {
  // In clear in the stack files, while the keys would have to be decrypted by the engine.
  const { stacks } = readProject(layout.project);
  const without = regions.filter(({ name }) =>
    stacks.some(({ region, meshCa }) => region.name === name && meshCa === undefined),
  );
  if (without.length === 0) return;

  const now = new Date();
  const folder = join(layout.directory, "authority");
  if (!(await hasAuthority(folder))) {
    const authority = await createAuthority(MESH_ID, now);
    await writeAuthority(folder, { authority, protection: { kind: "none" } });
  }
  const { authority } = await readAuthority(folder, () => Promise.resolve(""));
  const store = new PulumiStore({ project: layout.project, variables: environment, signal });
  await issueAll(
    authority,
    without.map((region) => ({ region: region.name, hosts: publicHosts(region, topology) })),
    store,
    {
      parts: ["mesh", "cockroach-node", "cockroach-root", "public"],
      // Controllers write down there what they have decided.
      clients: [roles.traffic],
      force: false,
      keepSound: true,
      dryRun: false,
      now,
    },
  );
}
