import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CLIENTS } from "../../../../sandbox/live/border/border";
import { CLIENTS_DNS } from "../../../../sandbox/live/border/dns-addresses";
import { clientsFolder } from "../../../../sandbox/live/border/folder";
import { repositoryRoot } from "../../../../sandbox/layout";
import { liveFolder } from "../../../../sandbox/live/files";
import { attachNetwork } from "../../../../sandbox/live/network/network";
import { type CommandResult, runCommand } from "../../../../sandbox/toolchain/command";
import { layout, type SharedLiveSandbox } from "../shared-live-sandbox";

type Operated = Pick<SharedLiveSandbox, "environment">;

/** How long a command may take, ms. */
const COMMAND_BOUND_MS = 60_000;

/** Runs a line of bash as an operator does, whose commands know the sandbox, whatever comes of it. */
export function attempt({ environment }: Operated, command: string): Promise<CommandResult> {
  return runCommand("bash", ["-euo", "pipefail", "-c", command], {
    variables: environment,
    cwd: repositoryRoot,
    timeoutMs: COMMAND_BOUND_MS,
  });
}

/**
 * The same, where it has to succeed.
 *
 * @returns its standard output.
 */
export async function operator(sandbox: Operated, command: string): Promise<string> {
  const { exitCode, output, errorLines } = await attempt(sandbox, command);
  if (exitCode === 0) return output;
  throw new Error(`\`${command}\` exited with ${String(exitCode)}:\n${errorLines.join("\n")}`);
}

/**
 * A user's machine: in the place of the clients, with their DNS, and trusting whoever signed the
 * sandbox's public certificates.
 *
 * @returns what runs a line of shell there, and gives its standard output.
 */
export async function clientShell(
  sandbox: Operated,
): Promise<(command: string) => Promise<string>> {
  const live = liveFolder(layout.directory);
  const network = await attachNetwork(live);
  const folder = clientsFolder(live);
  const [authority, resolver] = [join(folder, "authority.pem"), join(folder, "resolv.conf")];
  const published =
    "kubectl get configmap istio-ca-root-cert -o jsonpath='{.data.root-cert\\.pem}'";
  await writeFile(authority, await operator(sandbox, published));
  await writeFile(resolver, `nameserver ${CLIENTS_DNS}\n`);
  const enter =
    'mount --bind "$0" /etc/resolv.conf && export CURL_CA_BUNDLE="$1" && exec /bin/sh -euc "$2"';
  return (command) =>
    network.run(
      { site: CLIENTS },
      {
        command: "unshare",
        args: ["--mount", "/bin/sh", "-c", enter, resolver, authority, command],
      },
    );
}
