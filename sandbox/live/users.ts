import { join } from "node:path";
import { readProject } from "../../config/files";
import { OperatorError } from "../../config/operator-error";
import { claims } from "../../routing/bindings";
import { publicHost, publicZoneHost, regionsOfZone } from "../../routing/hosts";
import { repositoryRoot, type SandboxLayout } from "../layout";
import { writeFileAtomically } from "../processes/atomic-file";
import type { ProcessSpec } from "../processes/record";
import { CLIENTS } from "./border/border";
import { CLIENTS_DNS } from "./border/dns-addresses";
import { liveFolder } from "./files";
import { attachNetwork } from "./network/network";
import { tokenIssuers } from "./token-issuers";

/** What the users of a sandbox do. */
export interface UsersLoad {
  /** Requests a second, by all of them. */
  readonly rate: number;
  readonly seconds: number;
  /** Regions that users are near; as many at each. */
  readonly near: readonly string[];
  /** Further arguments of load/main.ts. */
  readonly more?: readonly string[];
}

/** What those of its users do whose data stays in a residency zone. */
export interface ZoneLoad {
  /** Requests a second, by all of them. */
  readonly rate: number;
  readonly seconds: number;
  readonly zone: string;
  /** Further arguments of load/main.ts. */
  readonly more?: readonly string[];
}

/** As the unbound load has them unless it is told otherwise. */
const BOUND_KINDS = "bound-get=50,bound-post-key=40,bound-post=10";

/**
 * The load of a sandbox's users, as a process in their place of its network: they ask its DNS, trust
 * its authority, and have tokens of the first region that they are near.
 *
 * @throws OperatorError if nothing has been deployed, or NetworkError if it does not run.
 */
export async function usersLoad(
  layout: SandboxLayout,
  { rate, seconds, near, more = [] }: UsersLoad,
): Promise<ProcessSpec> {
  const { topology } = readProject(layout.project);
  const { token } = await tokenIssuers(layout.directory, topology);
  const file = join(liveFolder(layout.directory), "users-token");
  await writeFileAtomically(file, token(near[0] ?? ""));
  const entries = near.map((region) => `${publicHost(topology)}@${region}`);
  return loadProcess(layout, [
    ...["--rate", String(rate), "--seconds", String(seconds)],
    ...["--entries", entries.join(","), "--token-file", file],
    ...more,
  ]);
}

/**
 * The load of those whose tokens bind them to a residency zone, which they reach by its own name.
 *
 * @throws as `usersLoad` does; RangeError if the zone has no region.
 */
export async function zoneLoad(
  layout: SandboxLayout,
  { rate, seconds, zone, more = [] }: ZoneLoad,
): Promise<ProcessSpec> {
  const { topology } = readProject(layout.project);
  const [home] = regionsOfZone(zone, topology);
  if (home === undefined) throw new RangeError(`the topology has no region in the zone ${zone}`);
  const { token } = await tokenIssuers(layout.directory, topology);
  const file = join(liveFolder(layout.directory), `users-token-${zone}`);
  await writeFileAtomically(file, token(home.name, { [claims.residencyZone]: zone }));
  return loadProcess(layout, [
    ...["--rate", String(rate), "--seconds", String(seconds), "--kinds", BOUND_KINDS],
    ...["--entries", publicZoneHost(zone, topology), "--bound-token-file", file],
    ...more,
  ]);
}

async function loadProcess(
  { directory, project }: SandboxLayout,
  args: readonly string[],
): Promise<ProcessSpec> {
  const { stacks } = readProject(project);
  const roots = stacks.find(({ meshCa }) => meshCa !== undefined)?.meshCa?.roots;
  if (roots === undefined) {
    throw new OperatorError("No region of this sandbox has an identity: run `sandbox up --live`.");
  }
  const live = liveFolder(directory);
  const network = await attachNetwork(live);
  const ca = join(live, "users-ca.crt");
  await writeFileAtomically(ca, roots);
  return network.inside(
    { site: CLIENTS },
    {
      name: "load",
      command: process.execPath,
      args: [
        ...["--import", "tsx", join(repositoryRoot, "sandbox/live/load/main.ts")],
        ...["--dns", CLIENTS_DNS, "--ca", ca],
        ...args,
      ],
      workingDirectory: repositoryRoot,
      environment: {},
    },
  );
}
