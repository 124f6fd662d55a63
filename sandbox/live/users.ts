import { join } from "node:path";
import { readProject } from "../../config/files";
import { OperatorError } from "../../config/operator-error";
import { publicHost } from "../../routing/hosts";
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

/**
 * The load of a sandbox's users, as a process in their place of its network: they ask its DNS, trust
 * its authority, and have tokens of the first region that they are near.
 *
 * @throws OperatorError if nothing has been deployed, or NetworkError if it does not run.
 */
export async function usersLoad(
  { directory, project }: SandboxLayout,
  { rate, seconds, near, more = [] }: UsersLoad,
): Promise<ProcessSpec> {
  const { topology, stacks } = readProject(project);
  const roots = stacks.find(({ meshCa }) => meshCa !== undefined)?.meshCa?.roots;
  if (roots === undefined) {
    throw new OperatorError("No region of this sandbox has an identity: run `sandbox up --live`.");
  }
  const live = liveFolder(directory);
  const network = await attachNetwork(live);
  const { token } = await tokenIssuers(directory, topology);
  const files = { ca: join(live, "users-ca.crt"), token: join(live, "users-token") };
  await writeFileAtomically(files.ca, roots);
  await writeFileAtomically(files.token, token(near[0] ?? ""));
  const entries = near.map((region) => `${publicHost(topology)}@${region}`);
  return network.inside(
    { site: CLIENTS },
    {
      name: "load",
      command: process.execPath,
      args: [
        ...["--import", "tsx", join(repositoryRoot, "sandbox/live/load/main.ts")],
        ...["--rate", String(rate), "--seconds", String(seconds)],
        ...["--entries", entries.join(","), "--dns", CLIENTS_DNS],
        ...["--ca", files.ca, "--token-file", files.token],
        ...more,
      ],
      workingDirectory: repositoryRoot,
      environment: {},
    },
  );
}
